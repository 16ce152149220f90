import Expressions
import Kernel
import Language

/// A line of a session that begins with a colon: a question about the session, not a statement of it.
public struct SessionCommand: Hashable, Sendable {
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case help, type, show, normal, latex, why, axioms, check, load, reload, save, undo, time, quit

        /// What follows the name, and what the command does.
        var explanation: (argument: String, effect: String) {
            switch self {
            case .help: return ("", "this list")
            case .type: return ("EXPRESSION", "its type, or what a name is")
            case .show: return ("NAME", "the statement of a claim as understood")
            case .normal: return ("EXPRESSION", "its normal form")
            case .latex: return ("EXPRESSION", "in LaTeX; also a statement")
            case .why: return ("NAME", "why a claim has its verdict: the certificate in words")
            case .axioms: return ("NAME", "the axioms that a verdict rests on")
            case .check: return ("", "decide every claim anew")
            case .load: return ("FILE", "start anew with a notebook")
            case .reload: return ("", "read the notebook again, then what was typed since")
            case .save: return ("[FILE]", "write the notebook, what was typed in a cell at its end")
            case .undo: return ("", "withdraw the last statement")
            case .time: return ("", "show how long claims take, or no longer")
            case .quit: return ("", "end the session (Ctrl-D does too)")
            }
        }
    }

    public let name: Name
    public let argument: String

    /// The command on a line; `nil` for a line that is no command.
    public static func read(_ line: String) -> Result<SessionCommand, Misread>? {
        let text = Substring(line)
        guard text.first == ":" else { return nil }
        let word = text.dropFirst().prefix { $0.isLetter }
        let rest = text.dropFirst(1 + word.count).drop(while: \.isWhitespace)
        let argument = String(rest.reversed().drop(while: \.isWhitespace).reversed())
        guard let name = Name(rawValue: String(word)) else {
            return .failure(Misread(line: line, column: 1, message: "there is no command `:\(word)`; `:help` lists them"))
        }
        let wanted = name.explanation.argument
        if wanted.isEmpty != argument.isEmpty, wanted != "[FILE]" {
            let message = wanted.isEmpty ? "`:\(name.rawValue)` stands alone" : "`:\(name.rawValue)` is followed by \(wanted)"
            return .failure(Misread(line: line, column: argument.isEmpty ? line.count + 1 : line.count - rest.count + 1, message: message))
        }
        return .success(SessionCommand(name: name, argument: argument))
    }

    /// A line that begins with a colon and is no command.
    public struct Misread: Error, Hashable, Sendable {
        let line: String
        let column: Int
        let message: String

        /// The message, the line and a caret.
        public var rendered: String {
            "repl:\(column): error: \(message)\n  | \(line)\n  | \(String(repeating: " ", count: max(0, column - 1)))^"
        }
    }

    public static let help = Name.allCases.map { name in
        let (argument, effect) = name.explanation
        return RecordedText.padded("  :\(name.rawValue) \(argument)", 22) + effect + "\n"
    }.joined() + "  \\gamma and Tab give γ; Tab completes names. A line goes on while a bracket is open.\n"
}

extension Session {
    /// What a command is answered.
    public enum Reply {
        case text(String)
        /// What is wrong with the command.
        case misread(String)
        /// Verdicts; with their number, when they are about the whole session.
        case report(RunReport, isWhole: Bool)
        /// Times are to be shown from now on, or no longer.
        case times
        /// The session is over.
        case end
    }

    /// Does what a command says.
    public mutating func obey(_ command: SessionCommand) throws(SystemFailure) -> Reply {
        switch command.name {
        case .quit: return .end
        case .help: return .text(SessionCommand.help)
        case .time: return .times
        case .check: return .report(try check(), isWhole: true)
        case .load:
            guard let file = try NotebookFile.named(by: [command.argument]).first else { return .text("") }
            return .report(try load(file), isWhole: false)
        case .reload:
            guard let report = try reload() else { return .misread("no notebook was read: `:load FILE` reads one") }
            return .report(report, isWhole: false)
        case .save: return .text("wrote \(try save(to: command.argument.isEmpty ? nil : command.argument))\n")
        case .undo:
            guard let text = undo() else { return .misread("there is nothing to withdraw") }
            return .text("withdrawn: \(text.split(separator: "\n").first ?? "")\n")
        case .type: return type(command)
        case .normal: return normalForm(command)
        case .latex: return latex(command)
        case .show: return about(command) { ($0.understood ?? $0.display) + "\n" }
        case .axioms:
            return about(command) { claim in
                let axioms = claim.kind == .axiom ? [claim.name] : claim.outcome.axioms
                return axioms.isEmpty ? "none\n" : axioms.map { $0 + "\n" }.joined()
            }
        case .why: return about(command, reasons)
        }
    }

    func reasons(_ claim: ClaimReport) -> String {
        var lines = ["\(claim.name) is \(claim.outcome.verdict.rawValue)" + (claim.evidenceLine.isEmpty ? "" : ": \(claim.evidenceLine)")]
        lines += RecordedText.details(of: claim)
        lines += TextReport().explanation(of: claim)
        return lines.map { $0 + "\n" }.joined()
    }

    private func about(_ command: SessionCommand, _ answer: (ClaimReport) -> String) -> Reply {
        let quoted = command.argument
        let name = quoted.count > 1 && quoted.hasPrefix("\"") && quoted.hasSuffix("\"") ? String(quoted.dropFirst().dropLast()) : quoted
        guard let claim = claims[name] else { return misread(command, "there is no claim `\(name)`") }
        return .text(answer(claim))
    }

    private func misread(_ command: SessionCommand, _ message: String) -> Reply {
        let line = ":\(command.name.rawValue) \(command.argument)"
        return .misread(SessionCommand.Misread(line: line, column: line.count - command.argument.count + 1, message: message).rendered)
    }

    private func misread(_ command: SessionCommand, _ diagnostic: Diagnostic) -> Reply {
        .misread(diagnostic.rendered(path: "repl", sourceLine: command.argument))
    }

    private func type(_ command: SessionCommand) -> Reply {
        let elaborator = elaborator
        let name = (try? Parser.parseExpression(command.argument)).flatMap { e -> String? in if case .name(let name) = e.kind { name } else { nil } }
        if let name, let description = elaborator.description(of: name) { return .text(description + "\n") }
        do throws(Diagnostic) {
            return .text(try elaborator.inspect(try Parser.parseExpression(command.argument)).shape + "\n")
        } catch {
            return misread(command, error)
        }
    }

    /// Terms of a normal form that is worth showing.
    private static let longestForm = 20_000

    private func normalForm(_ command: SessionCommand) -> Reply {
        let inspected: InspectedExpression
        do throws(Diagnostic) {
            inspected = try elaborator.inspect(try Parser.parseExpression(command.argument))
        } catch {
            return misread(command, error)
        }
        var text = ""
        for (statement, tensor) in inspected.tensors {
            do {
                var context = FormContext(statement)
                context.termBudget = Session.longestForm
                let form = ContractionForm(context, for: [tensor.body])
                var supply = IndexSupply(startingAt: 1 << 20)
                let expression = try form.expression(try form.normalForm(tensor.body), &supply)
                text += expression.plainText(indices: tensor.indices) + "\n"
            } catch {
                return misread(command, "this expression has no normal form by contractions: \(error)")
            }
        }
        return .text(text)
    }

    private func latex(_ command: SessionCommand) -> Reply {
        do throws(Diagnostic) {
            return .text(LaTeXWriter.text(SyntaxFormulas().formula(try Parser.parseExpression(command.argument))) + "\n")
        } catch {
            let parsed = Parser.parse("claim c: \(command.argument)\n")
            if parsed.diagnostics.isEmpty, parsed.statements.count == 1, let formula = Sentences().display(parsed.statements[0]) {
                return .text(LaTeXWriter.text(formula) + "\n")
            }
            return misread(command, error)
        }
    }
}
