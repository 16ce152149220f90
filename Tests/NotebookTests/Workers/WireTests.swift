import Kernel
import Proving
import Testing

@testable import Notebook

@Suite struct WireTests {
    @Test func recordsComeBack() throws {
        var random = SeededGenerator(seed: 3)
        let texts = ["", "a", "\n", "x 3\ny", "∇φ\u{0}", String(repeating: "0 ", count: 1000)]
        for _ in 0..<200 {
            var record = WireRecord()
            for _ in 0..<Int.random(in: 0...6, using: &random) { record.append(random.pick(["a", "b"]), random.pick(texts)) }
            #expect(try WireRecord(decoding: record.encoded) == record)
        }
    }

    @Test func damagedRecordsAreRefused() {
        var record = WireRecord()
        record.append("name", "value")
        let bytes = record.encoded
        for cut in 1..<bytes.count {
            #expect(throws: WireRecord.Malformed.self) { try WireRecord(decoding: Array(bytes[..<cut])) }
        }
        for damage in ["a -1\n\n", "a 99999999999999999999\n", "a x\n", "a 9223372036854775807\nx\n"] {
            #expect(throws: WireRecord.Malformed.self) { try WireRecord(decoding: Array(damage.utf8)) }
        }
    }

    @Test func framesComeInPieces() throws {
        var buffer = Frame.Buffer()
        var received: [[UInt8]] = []
        for byte in Frame.wrap([1, 2, 3]) + Frame.wrap([]) + Frame.wrap([9]) {
            buffer.append([byte])
            while let message = try buffer.next() { received.append(message) }
        }
        #expect(received == [[1, 2, 3], [], [9]])
    }

    @Test func nonsenseIsNoFrame() {
        var buffer = Frame.Buffer()
        buffer.append(Array("hello, this is no frame at all".utf8)[...])
        #expect(throws: WireRecord.Malformed.self) { try buffer.next() }
    }

    @Test func outcomesComeBack() throws {
        var outcome = Outcome(verdict: .refuted)
        outcome.evidence = "counterexample"
        outcome.sideConditions = ["z ≠ 0", "γ > -3"]
        outcome.axioms = ["a"]
        outcome.witness = "z = (1, 0, 0)\nleft = 1"
        outcome.repair = "3 in place of 1/3"
        outcome.reason = ""
        outcome.table = [
            Outcome.Row(label: "γ = -1", verdict: .certified, value: "", remark: "closed form"),
            Outcome.Row(label: "γ = -3", verdict: .unknown, value: nil, remark: ""),
        ]
        outcome.certificate = "(certificate)"
        outcome.limitReached = true
        outcome.isByDefinition = true
        #expect(try Outcome(wire: outcome.wire) == outcome)
        #expect(try Outcome(wire: Outcome(verdict: .unknown).wire) == Outcome(verdict: .unknown))
    }
}
