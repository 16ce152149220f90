import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt && Terminal.isAvailable)) struct TerminalSessionTests {
    @Test func editingCompletionAndHistory() throws {
        let folder = try TemporaryFolder()
        let terminal = try Terminal([Engine.path, "repl"], in: folder)
        #expect(terminal.awaitsLine())
        terminal.type("space x in R\r")
        #expect(terminal.awaitsLine())
        terminal.type("param \\gam\t > 0\r")
        #expect(terminal.shows("γ"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        // The cursor goes back over a letter of two bytes.
        terminal.type("claim first: γ = γ1\u{8} + x - x\r")
        #expect(terminal.shows("first  proved"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        terminal.type("let long_name = x^2\r")
        #expect(terminal.awaitsLine())
        terminal.type("claim second: lo\t = 1\u{1}\u{5}\r")
        #expect(terminal.awaitsLine())
        terminal.type(":type long\t\r")
        #expect(terminal.shows("a scalar"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        // The line before the last, once more.
        terminal.type("\u{1B}[A\u{1B}[A\r")
        #expect(terminal.awaitsLine())
        terminal.type("claim third: (1 +\r")
        #expect(terminal.awaitsLine())
        terminal.type("1) = 2\r")
        #expect(terminal.shows("third  proved"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        terminal.type(":quit\r")
        #expect(terminal.status() == 2)
        #expect(try folder.text(".local/state/notebook/history").contains("third"))
        #expect(!terminal.screen.contains("\u{1B}[31m"))
    }

    @Test func historyIsKeptBetweenSessions() throws {
        let folder = try TemporaryFolder()
        let first = try Terminal([Engine.path, "repl"], in: folder)
        #expect(first.awaitsLine())
        first.type("claim remembered: 1 = 1\r")
        #expect(first.shows("remembered  proved"))
        #expect(first.awaitsLine())
        first.type("\u{4}")
        #expect(first.status() == 0)
        let second = try Terminal([Engine.path, "repl"], in: folder)
        #expect(second.awaitsLine())
        second.type("\u{1B}[A\r")
        #expect(second.shows("remembered  proved"), "\(second.screen)")
        #expect(second.awaitsLine())
        second.type("\u{4}")
        #expect(second.status() == 0)
    }

    @Test func interruptingKeepsTheSession() throws {
        let folder = try TemporaryFolder()
        let terminal = try Terminal([Engine.path, "repl", "--timeout", "600", "--memory", "4096"], in: folder)
        #expect(terminal.awaitsLine())
        terminal.type("param a, b, c, d, e1, f1, g1, h1\r")
        #expect(terminal.awaitsLine())
        terminal.type("claim slow: (a+b+c+d+e1+f1+g1+h1)^40 = (h1+g1+f1+e1+d+c+b+a)^40\r")
        #expect(terminal.computes())
        terminal.type("\u{3}")
        #expect(terminal.shows("slow  unknown"), "\(terminal.screen)")
        #expect(terminal.shows("interrupted"))
        #expect(terminal.awaitsLine())
        // At the prompt Ctrl-C gives up the line only.
        terminal.type("claim nonsense: ((\u{3}")
        #expect(terminal.shows("^C"))
        #expect(terminal.awaitsLine())
        terminal.type("claim after: a + b = b + a\r")
        #expect(terminal.shows("after  proved"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        terminal.type(":quit\r")
        #expect(terminal.status() == 3)
    }

    @Test func whatIsPastedIsTakenTogether() throws {
        let folder = try TemporaryFolder()
        let terminal = try Terminal([Engine.path, "repl"], in: folder)
        #expect(terminal.awaitsLine())
        terminal.type("\u{1B}[200~space x in R\rclaim p: x\t= x\rclaim q: (x +\r1) = 1 + x\u{1B}[201~\r")
        #expect(terminal.shows("p  proved"), "\(terminal.screen)")
        #expect(terminal.shows("q  proved"), "\(terminal.screen)")
        #expect(terminal.awaitsLine())
        terminal.type(":quit\r")
        #expect(terminal.status() == 0)
    }
}
