/// The reference of the commands, from what the command line itself says of its arguments.
public struct CommandManual {
    struct Argument {
        /// `--only <only>`, `-h, --help`, `<paths> ...`
        let usage: String
        let explanation: String
        let isPositional: Bool
        let isOptional: Bool
        let isRepeating: Bool
    }

    struct Command {
        let words: [String]
        let abstract: String
        let discussion: String
        let arguments: [Argument]
        let subcommands: [Command]

        var name: String { words.joined(separator: " ") }
        /// The command and those below it, in order.
        var all: [Command] { [self] + subcommands.flatMap(\.all) }

        var synopsis: String {
            if !subcommands.isEmpty { return name + " COMMAND" }
            let options = arguments.contains { !$0.isPositional } ? " [OPTION]…" : ""
            return name + options + arguments.filter(\.isPositional).map { " " + ($0.isOptional ? "[\($0.usage)]" : $0.usage) }.joined()
        }
    }

    private let root: Command

    /// - Parameter description: what `--experimental-dump-help` prints. `nil` where that is something else.
    public init?(describedBy description: String) {
        guard let command = JSONReader.read(description)?["command"], let root = CommandManual.command(command, below: []) else { return nil }
        self.root = root
    }

    private static func command(_ json: JSON, below words: [String]) -> Command? {
        guard case .string(let name)? = json["commandName"] else { return nil }
        let words = words + [name]
        return Command(
            words: words, abstract: text(json["abstract"]), discussion: text(json["discussion"]),
            arguments: shown(json["arguments"]).compactMap(argument),
            subcommands: shown(json["subcommands"]).compactMap { command($0, below: words) }.filter { $0.words.last != "help" })
    }

    private static func text(_ json: JSON?) -> String { if case .string(let text)? = json { text } else { "" } }

    private static func shown(_ json: JSON?) -> [JSON] {
        guard case .array(let elements)? = json else { return [] }
        return elements.filter { $0["shouldDisplay"] != .bool(false) }
    }

    private static func argument(_ json: JSON) -> Argument? {
        var names: [String] = []
        if case .array(let all)? = json["names"] {
            for name in all {
                let text = text(name["name"])
                names.append((name["kind"] == .string("long") ? "--" : "-") + text)
            }
        }
        names.sort { ($0.count, $0) < ($1.count, $1) }
        let value = text(json["valueName"])
        let isRepeating = json["isRepeating"] == .bool(true)
        let kind = text(json["kind"])
        var usage: String
        switch kind {
        case "positional": usage = value.uppercased() + (isRepeating ? "…" : "")
        case "option": usage = names.joined(separator: ", ") + " " + value.uppercased()
        default: usage = names.joined(separator: ", ")
        }
        if usage.isEmpty { usage = value }
        var explanation = text(json["abstract"])
        if case .array(let values)? = json["allValues"] {
            explanation += " One of \(values.map { text($0) }.joined(separator: ", "))."
        }
        if case .string(let value)? = json["defaultValue"] { explanation += " Without it: \(value)." }
        return Argument(
            usage: usage, explanation: explanation, isPositional: kind == "positional", isOptional: json["isOptional"] == .bool(true),
            isRepeating: isRepeating)
    }

    // MARK: Markdown

    /// All commands on one page.
    public var markdown: String {
        var text = """
            # Commands

            <!-- made by `make manual` from the command line's own description; changes here are lost -->

            \(root.abstract) \(root.discussion)

            The same as manual pages is in `man/`. `notebook COMMAND --help` prints it in the terminal.

            """
        for command in root.subcommands.flatMap(\.all) {
            text += "\n## \(command.name)\n\n    \(command.synopsis)\n\n\(command.abstract)\n"
            if !command.discussion.isEmpty { text += "\n\(command.discussion)\n" }
            text += "\n| argument | |\n|---|---|\n"
            for argument in command.arguments {
                text += "| `\(argument.usage)` | \(argument.explanation.replacing("|", with: "\\|")) |\n"
            }
        }
        return text
    }

    // MARK: Manual pages

    /// A page for each command: its file name and its text, for `man`.
    public var pages: [(name: String, text: String)] {
        root.all.map { ($0.words.joined(separator: "-") + ".1", CommandManual.page($0, of: root)) }
    }

    private static func page(_ command: Command, of root: Command) -> String {
        let title = command.words.joined(separator: "-")
        var lines = [
            ".\\\" made by `make manual`",
            ".TH \(roff(title.uppercased())) 1 \"\" \"notebook \(EngineVersion.number)\" \"User Commands\"",
            ".SH NAME", "\(roff(title)) \\- \(roff(command.abstract))",
            ".SH SYNOPSIS", ".B \(roff(command.synopsis))",
        ]
        if !command.discussion.isEmpty { lines += [".SH DESCRIPTION", roff(command.discussion)] }
        for (heading, arguments) in [
            ("ARGUMENTS", command.arguments.filter(\.isPositional)), ("OPTIONS", command.arguments.filter { !$0.isPositional }),
        ] where !arguments.isEmpty {
            lines.append(".SH \(heading)")
            for argument in arguments { lines += [".TP", ".B \(roff(argument.usage))", roff(argument.explanation)] }
        }
        if !command.subcommands.isEmpty {
            lines.append(".SH COMMANDS")
            for inner in command.subcommands { lines += [".TP", ".B \(roff(inner.words.dropFirst().joined(separator: " ")))", roff(inner.abstract)] }
        }
        if command.words.count > 1 {
            lines += [".SH EXIT STATUS", roff(root.discussion), ".SH SEE ALSO", ".BR \(roff(root.name)) (1)"]
        } else {
            lines += [".SH SEE ALSO", command.subcommands.map { ".BR \(roff($0.words.joined(separator: "-"))) (1)" }.joined(separator: "\n")]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text in which nothing is a request to the formatter.
    private static func roff(_ text: String) -> String {
        let line = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}
