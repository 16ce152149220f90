import Testing

@testable import Notebook

@Suite struct ProgressTests {
    private func line(_ done: Int, _ count: Int, _ running: [(String, Double)], width: Int = 80) -> String {
        Progress.line(RunState(done: done, count: count, running: running.map { (name: $0.0, seconds: $0.1) }), width: width)
    }

    @Test func theLongestIsNamedAfterASecond() {
        #expect(line(3, 7, [("quick", 0.4)]) == "3/7 claims")
        #expect(line(3, 7, [("slow", 12.7), ("quick", 3)]) == "3/7 claims, slow (12 s)")
        #expect(line(7, 7, []) == "")
    }

    @Test func theLineFits() {
        let long = String(repeating: "∇", count: 200)
        for width in [2, 10, 40] { #expect(line(3, 7, [(long, 12)], width: width).count < width) }
    }
}
