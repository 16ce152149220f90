import Kernel
import Proving

extension Task {
    /// The task as a message to a worker.
    var wire: [UInt8] {
        var record = WireRecord()
        record.append("statement", statement.text)
        switch question {
        case .decide: record.append("question", "decide")
        case .find(let names):
            record.append("question", "find")
            record.append("unknown", each: names)
        }
        record.append("precision", precision)
        record.append("terms", limits.terms)
        return record.encoded
    }

    init(wire bytes: [UInt8]) throws {
        let record = try WireRecord(decoding: bytes)
        let question: Question
        switch try record.required("question") {
        case "decide": question = .decide
        case "find": question = .find(record.all("unknown"))
        default: throw WireRecord.Malformed(detail: "an unknown question")
        }
        self.init(
            statement: try Statement(text: record.required("statement")), question: question,
            precision: try record.number("precision"), limits: Limits(terms: try record.number("terms")))
    }
}
