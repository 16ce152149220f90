import Arithmetic
import Testing

@testable import Expressions

@Suite struct QuadraticFormTests {
    static let points = (1...3).map { Point(name: "p\($0)", manifold: .euclidean(.number(2))) }

    static func rational(_ generator: inout SplitMix64) -> Rational { Rational(Int(generator.next() % 7) - 3, 1 + Int(generator.next() % 2)) }

    @Test func squaresHaveRoots() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<50 {
            let line = Self.points.map { ($0, Self.rational(&generator)) }
            guard let root = LinearForm(Dictionary(uniqueKeysWithValues: line)) else { continue }
            let scale = Self.rational(&generator)
            if scale.isZero { continue }
            var form = QuadraticForm()
            form.add(line, line, scale)
            #expect(form.squareRoot == root)
            form.constant = 1
            #expect(form.squareRoot == nil)
            #expect(form.isPositive == (scale.sign > 0))
            // A second square is no multiple of the first.
            var two = QuadraticForm()
            two.add(line, line, scale)
            let other = Self.points.map { ($0, Self.rational(&generator)) }
            guard let second = LinearForm(Dictionary(uniqueKeysWithValues: other)), second != root else { continue }
            two.add(other, other, 1)
            #expect(two.squareRoot == nil)
        }
    }

    /// Semidefinite if and only if no principal minor is negative.
    @Test func positivityByMinors() {
        var generator = SplitMix64(seed: 8)
        var positive = 0
        for round in 0..<300 {
            var form = QuadraticForm()
            if round % 2 == 0 {
                for _ in 0..<2 {
                    let line = Self.points.map { ($0, Self.rational(&generator)) }
                    form.add(line, line, round % 4 == 0 ? 1 : Self.rational(&generator))
                }
            } else {
                for (i, p) in Self.points.enumerated() {
                    for q in Self.points[i...] { form.add([(p, 1)], [(q, 1)], Self.rational(&generator)) }
                }
            }
            let m = form.matrix
            func minor(_ s: [Int]) -> Rational {
                switch s.count {
                case 1: return m[s[0]][s[0]]
                case 2: return m[s[0]][s[0]] * m[s[1]][s[1]] - m[s[0]][s[1]] * m[s[1]][s[0]]
                default:
                    return (0..<3).reduce(0) { sum, k in
                        sum + m[0][k] * (m[1][(k + 1) % 3] * m[2][(k + 2) % 3] - m[1][(k + 2) % 3] * m[2][(k + 1) % 3])
                    }
                }
            }
            let subsets = (1..<8).map { mask in form.points.indices.filter { mask & (1 << $0) != 0 } }.filter { !$0.isEmpty }
            let isSemidefinite = form.points.count < 3 || subsets.allSatisfy { minor($0).sign >= 0 }
            guard form.points.count == 3 else { continue }
            form.constant = 2
            #expect(form.isPositive == isSemidefinite)
            form.constant = 0
            #expect(!form.isPositive)
            if isSemidefinite { positive += 1 }
        }
        #expect(positive > 20)
    }

    /// As a reader of normal forms sees them.
    @Test func normsOfLinearForms() throws {
        let i = Index.variable(1, .number(2))
        let line = Expression.coordinate(Self.points[0], i) - .number(2) * .coordinate(Self.points[1], i)
        for form in [LinearForm([Self.points[0]: 1, Self.points[1]: -2])] {
            let square = Expression.contraction(i, line * line)
            let contraction = ContractionForm(FormContext())
            #expect(contraction.quadratic(try contraction.normalForm(square))?.squareRoot == form)
            let components = ComponentForm(FormContext())
            #expect(components.quadratic(try components.normalForm(square, [:]))?.squareRoot == form)
            // One component alone is no norm.
            let part = line.renamingIndices([i: .fixed(1, .number(2))])
            #expect(components.quadratic(try components.normalForm(part * part, [:])) == nil)
        }
    }
}

extension Expression {
    fileprivate func renamingIndices(_ names: [Index: Index]) -> Expression {
        var supply = IndexSupply(startingAt: 50)
        return renamingIndices(names, &supply)
    }
}
