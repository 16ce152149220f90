import Kernel
import Proving

/// A task for a worker, with the name of the claim it comes from.
package struct Question: Hashable, Sendable {
    package let name: String
    package private(set) var task: Task
    /// The canonical text of the task's statement.
    package let statementText: String

    package init(name: String, task: Task) {
        self.name = name
        self.task = task
        statementText = task.statement.text
    }
}

extension Question {
    /// The question as a message to a worker.
    package var wire: [UInt8] {
        var record = WireRecord()
        record.append("name", name)
        record.append("statement", statementText)
        switch task.question {
        case .decide: record.append("question", "decide")
        case .find(let names):
            record.append("question", "find")
            record.append("unknown", each: names)
        case .evaluate(let digits):
            record.append("question", "evaluate")
            record.append("digits", digits)
        case .check(let digits):
            record.append("question", "check")
            record.append("digits", digits)
        case .optimise(let isMinimum, let digits, let names):
            record.append("question", isMinimum ? "minimise" : "maximise")
            record.append("digits", digits)
            record.append("unknown", each: names)
        case .certify(let digits):
            record.append("question", "certify")
            record.append("digits", digits)
        case .plot(let name, let isLogarithmic):
            record.append("question", "plot")
            record.append("unknown", name)
            record.append("logarithmic", isLogarithmic)
        case .forWhich(let name):
            record.append("question", "for which")
            record.append("unknown", name)
        case .best(let name):
            record.append("question", "best")
            record.append("unknown", name)
        }
        record.append("backwards", task.isWrittenBackwards)
        record.append("precision", task.precision)
        record.append("terms", task.limits.terms)
        return record.encoded
    }

    init(wire bytes: [UInt8]) throws {
        let record = try WireRecord(decoding: bytes)
        let question: Task.Question
        switch try record.required("question") {
        case "decide": question = .decide
        case "find": question = .find(record.all("unknown"))
        case "evaluate": question = .evaluate(digits: try record.number("digits"))
        case "check": question = .check(digits: try record.number("digits"))
        case "minimise", "maximise":
            question = .optimise(
                isMinimum: try record.required("question") == "minimise", digits: try record.number("digits"), over: record.all("unknown"))
        case "certify": question = .certify(digits: try record.number("digits"))
        case "plot": question = .plot(try record.required("unknown"), isLogarithmic: record.isTrue("logarithmic"))
        case "for which": question = .forWhich(try record.required("unknown"))
        case "best": question = .best(try record.required("unknown"))
        default: throw WireRecord.Malformed(detail: "an unknown question")
        }
        name = try record.required("name")
        statementText = try record.required("statement")
        task = Task(
            reading: try StatementReading(text: statementText), question: question,
            precision: try record.number("precision"), limits: Limits(terms: try record.number("terms")))
        task.isWrittenBackwards = record.isTrue("backwards")
    }
}
