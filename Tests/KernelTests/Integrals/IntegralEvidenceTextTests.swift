import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Evidence about integrals as text.
@Suite struct IntegralEvidenceTextTests {
    @Test(arguments: Claims.proved + Claims.refuted) func textReadsBackAsItself(cell: String) throws {
        let certificate = try Claims.certificate(cell)
        let read = try Certificate(text: certificate.text)
        #expect(read == certificate)
        #expect(read.text == certificate.text)
        #expect(try Kernel.check(read).verdict == certificate.verdict)
        #expect(certificate.verdict == (Claims.proved.contains(cell) ? .proved : .refuted))
    }

    /// Every kind of evidence, and every part that it may have, is among the examples.
    @Test func allPartsAreCovered() throws {
        var kinds: Set<String> = []
        for cell in Claims.proved + Claims.refuted {
            func visit(_ evidence: Evidence) {
                switch evidence {
                case .divergence(let divergence):
                    kinds.insert(divergence.form.rawValue)
                    for placement in divergence.placements.joined() {
                        if placement.change != nil { kinds.insert("change") }
                        if !placement.masses.isEmpty { kinds.insert("masses") }
                    }
                    if divergence.placements.contains(where: { $0.count > 1 }) { kinds.insert("symmetrised") }
                    for group in divergence.groups {
                        if !group.fields.isEmpty { kinds.insert("fields") }
                        if !group.reductions.isEmpty { kinds.insert("moments") }
                        if group.extension != nil { kinds.insert("extension") }
                    }
                case .conjunction(let pieces): pieces.forEach(visit)
                case .firstVariation(let variation): kinds.insert(SphereCheck.isSphere(variation.points) ? "variation on the sphere" : "variation")
                case .density: kinds.insert("density")
                default: break
                }
            }
            visit(try Claims.certificate(cell).evidence)
        }
        #expect(kinds == [
            "contraction", "components", "change", "masses", "symmetrised", "fields", "moments", "extension", "variation", "variation on the sphere", "density",
        ])
    }

    /// Words replaced one at a time: refused, or a proof of the same statement.
    @Test(arguments: Claims.proved + Claims.refuted) func mutatedTextIsRefusedOrHarmless(cell: String) throws {
        let certificate = try Claims.certificate(cell)
        let text = certificate.text
        let start = try #require(text.range(of: "(evidence")).lowerBound
        var words: [Range<String.Index>] = []
        var position = start
        while position < text.endIndex {
            if text[position].isLetter || text[position].isNumber {
                let end = text[position...].firstIndex { !($0.isLetter || $0.isNumber) } ?? text.endIndex
                words.append(position..<end)
                position = end
            } else {
                position = text.index(after: position)
            }
        }
        var generator = SplitMix64(seed: 6)
        for _ in 0..<60 {
            let word = words[Int(generator.next() % UInt64(words.count))]
            let replacement = ["0", "1", "2", "v", "x1", "f", "sum", "3"][Int(generator.next() % 8)]
            let changed = text.replacingCharacters(in: word, with: replacement)
            guard let read = try? Certificate(text: changed), let theorem = try? Kernel.check(read) else { continue }
            #expect(theorem.verdict == certificate.verdict && theorem.statement.digest == certificate.statement.digest, "\(text[word]) → \(replacement)")
        }
    }
}

extension String {
    fileprivate func range(of word: String) -> Range<String.Index>? {
        var position = startIndex
        while position < endIndex {
            if self[position...].hasPrefix(word) { return position..<index(position, offsetBy: word.count) }
            position = index(after: position)
        }
        return nil
    }

    fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
