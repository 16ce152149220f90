import Arithmetic
import Expressions
import Testing

@testable import Kernel

@Suite struct CertificateTextTests {
    static let certificates = [
        Examples.identity(Examples.gradientOfNorm()), Examples.identity(Examples.laplacianOfSquare(), .components),
        Examples.refutation,
    ]

    @Test func textReadsBackAsItself() throws {
        for certificate in Self.certificates {
            let read = try Certificate(text: certificate.text)
            #expect(read.text == certificate.text)
            #expect(read.statement.digest == certificate.statement.digest)
            #expect(try Kernel.check(read).verdict == certificate.verdict)
        }
    }

    /// Numbers in sums of sums are collected when they are built, as they are when the text is read.
    @Test func nestedSumsReadBackAsThemselves() throws {
        let a = Expression.parameter("a"), b = Expression.parameter("b")
        for sum in [Expression.sum([.sum([a, .one]), b]), .sum([.sum([a, .one]), b, .number(-1)]), .sum([b, .sum([.sum([a, .number(2)]), .number(3)])])] {
            let statement = Statement(
                parameters: [Parameter(name: "a"), Parameter(name: "b")], goal: .relation(Relation(sum, .equal, .product([.number(2), .product([a, .number(3)])]))))
            let read = try Statement(text: statement.symbolicText.text)
            #expect(read.digest == statement.digest)
            #expect(read == statement)
        }
    }

    /// Of a text one byte away from a canonical one it is never said wrongly that it is canonical.
    @Test func canonicalTextIsRecognised() throws {
        for statement in [Examples.laplacianOfSquare(), Examples.gradientOfNorm()] {
            let text = Array(statement.text.utf8)
            #expect(SymbolicText.isCanonical(text))
            for position in stride(from: 0, through: text.count, by: 3) {
                for byte in " ()a\";\\\n".utf8 {
                    var changed = text
                    changed.insert(byte, at: position)
                    guard SymbolicText.isCanonical(changed), let read = try? SymbolicItem(parsing: changed) else { continue }
                    #expect(SymbolicText(read).bytes == changed)
                }
            }
        }
        for text in [" (a)", "(a) ", "(a  b)", "( a)", "(a )", "(a(b))", "((a)b)", "(a\n b)", "(a ;b\n c)", "(\"a\")"] {
            #expect(!SymbolicText.isCanonical(Array(text.utf8)), "\(text)")
        }
    }

    @Test func aReadingKeepsTheCanonicalText() throws {
        let statement = Examples.gradientOfNorm()
        let certificate = Examples.identity(statement)
        let spread = statement.text.replacing(" (", with: "\n   (")
        for reading in [try StatementReading(text: spread), try StatementReading(statement)] {
            #expect(certificate.text(reading) == certificate.text)
        }
    }

    /// A point's name may need quotes, in which spaces and brackets break no line.
    @Test func quotedWordsStayOnTheirLine() throws {
        let text = #"(statement (points ("a (b) \" c" (line - -))) (goal "x y"))"#
        var laidOut: [UInt8] = []
        SymbolicText.layOut(canonical: Array(text.utf8), indent: 2, to: &laidOut)
        let lines = String(decoding: laidOut, as: UTF8.self).split(separator: "\n")
        #expect(lines == ["(statement", #"  (points ("a (b) \" c" (line - -)))"#, #"  (goal "x y"))"#])
    }

    @Test func namesOfIndicesDoNotMatter() {
        var supply = IndexSupply(startingAt: 77)
        let statement = Examples.laplacianOfSquare()
        guard case .relation(var relation) = statement.goal else { return }
        relation.left = relation.left.renamingIndices([:], &supply)
        var renamed = statement
        renamed.goal = .relation(relation)
        #expect(renamed.digest == statement.digest)
        #expect(Examples.laplacianOfSquare(3).digest != statement.digest)
    }

    @Test func indicesAreNumberedFromZero() throws {
        let text = Examples.laplacianOfSquare().symbolicText.text
        #expect(try Statement(text: text).digest == Examples.laplacianOfSquare().digest)
        #expect(text.contains("(i "))
        #expect(throws: TextError.self) { try Statement(text: text.replacing("(i ", with: "(i -1")) }
    }

    /// Every word of the text is replaced by others: the result is refused, or says the same, or at least proves
    /// only what the kernel derives from the changed statement.
    @Test func mutatedCertificatesAreRefusedOrHarmless() throws {
        for certificate in Self.certificates {
            let original = try SymbolicText(SymbolicItem(parsing: certificate.text))
            var words: [[Int]] = []
            Self.paths(original, [], &words)
            for path in words {
                for replacement in ["0", "2", "witness", "-", "real", ""] {
                    let mutated = Self.replace(original, path[...], .word(replacement))
                    guard mutated != original else { continue }
                    guard let read = try? Certificate(text: mutated.text) else { continue }
                    // What still reads has the digest of its own statement.
                    #expect(read.statement.digest == certificate.statement.digest || mutated.text.contains(read.statement.digest))
                    if let theorem = try? Kernel.check(read), theorem.statement.digest == certificate.statement.digest {
                        #expect(theorem.verdict == certificate.verdict)
                    }
                }
            }
        }
    }

    @Test func eachFieldIsBound() throws {
        let text = Self.certificates[0].text
        let digest = Self.certificates[0].statement.digest
        for (old, new) in [
            ("(format 1)", "(format 2)"), (digest, String(digest.reversed())), ("(verdict proved)", "(verdict refuted)"),
            ("(axioms)", "(axioms gap)"), ("contraction", "magic"), ("certificate", "certificat"),
        ] {
            let changed = text.replacing(old, with: new, maxReplacements: 100)
            #expect(changed != text)
            #expect(throws: (any Error).self) { try Kernel.check(Certificate(text: changed)) }
        }
    }

    @Test func hostileTextIsRefused() {
        let deep = String(repeating: "(", count: 100_000)
        for text in ["", ")", "(", "\"", "(certificate)", deep, "(a \"\\", "(certificate (format 1)) x"] {
            #expect(throws: (any Error).self) { try Certificate(text: text) }
        }
    }

    @Test func sha256OfKnownMessages() {
        #expect(SHA256.hexDigest(of: "".utf8) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SHA256.hexDigest(of: "abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = String(repeating: "a", count: 1_000)
        #expect(SHA256.hexDigest(of: long.utf8) == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
    }

    private static func paths(_ text: SymbolicText, _ path: [Int], _ result: inout [[Int]]) {
        switch text {
        case .word: result.append(path)
        case .list(let items): for (k, item) in items.enumerated() { paths(item, path + [k], &result) }
        }
    }

    private static func replace(_ text: SymbolicText, _ path: ArraySlice<Int>, _ new: SymbolicText) -> SymbolicText {
        guard let first = path.first, case .list(var items) = text else { return new }
        items[first] = replace(items[first], path.dropFirst(), new)
        return .list(items)
    }
}
