import Arithmetic
import Expressions
import Testing

@Suite struct LinearFormTests {
    static let points = (1...4).map { Point(name: "p\($0)", manifold: .euclidean(.number(3))) }

    @Test func formsAreNamedUpToAFactor() throws {
        let a = try #require(LinearForm([Self.points[0]: 2, Self.points[1]: -3])), b = LinearForm([Self.points[0]: -4, Self.points[1]: 6])
        #expect(a == b)
        #expect(a.coefficient(Self.points[1]) == Rational(-3, 2) && a.coefficient(Self.points[2]).isZero)
        #expect(LinearForm([Self.points[0]: 0]) == nil && LinearForm([:]) == nil)
    }

    /// `x_i = 0` and `x_i = x_j`: the flats are the partitions of 0, 1, …, n, without the finest.
    @Test func braidArrangements() throws {
        for (n, bell) in [(1, 2), (2, 5), (3, 15)] {
            var forms: [LinearForm] = []
            for i in 0..<n {
                forms.append(try #require(LinearForm([Self.points[i]: 1])))
                for j in 0..<i { forms.append(try #require(LinearForm([Self.points[i]: 1, Self.points[j]: -1]))) }
            }
            let flats = try #require(LinearArrangement(forms: forms, variables: Array(Self.points.prefix(n))).flats())
            #expect(flats.count == bell - 1)
            #expect(flats.filter { $0.rank == n }.map(\.members) == [Set(forms)])
            for flat in flats {
                // A partition with few blocks is contained in many pairs.
                #expect(flat.rank <= flat.members.count && flat.members.count <= flat.rank * (flat.rank + 1) / 2)
            }
        }
        let many = (1...9).compactMap { LinearForm([Self.points[0]: 1, Self.points[1]: Rational($0)]) }
        #expect(LinearArrangement(forms: many, variables: Self.points).flats() == nil)
    }

    /// Equations among fixed points alone are not satisfied at generic places.
    @Test func fixedPointsStayApart() throws {
        let forms = [LinearForm([Self.points[0]: 1, Self.points[1]: -1]), LinearForm([Self.points[0]: 1, Self.points[2]: -1])].compactMap { $0 }
        let arrangement = LinearArrangement(forms: forms, variables: [Self.points[0]])
        #expect(arrangement.flats()?.map(\.rank) == [1, 1])
        let meeting = arrangement.coalescences()
        #expect(meeting.map(\.flat.members) == [Set(forms)])
        #expect(meeting.first?.relations == [LinearForm([Self.points[1]: 1, Self.points[2]: -1])].compactMap { $0 })
        let free = LinearArrangement(forms: forms, variables: Array(Self.points.prefix(3)))
        #expect(free.flats()?.map(\.rank).sorted() == [1, 1, 2] && free.coalescences().isEmpty)
    }

    /// The rank is the size of the largest minor that does not vanish.
    @Test func ranksByMinors() {
        var generator = SplitMix64(seed: 17)
        for _ in 0..<60 {
            let rows = (0..<3).map { _ in (0..<3).map { _ in Rational(Int(generator.next() % 3) - 1) } }
            let forms = rows.compactMap { row in LinearForm(Dictionary(uniqueKeysWithValues: zip(Self.points, row))) }
            func minor(_ r: [Int], _ c: [Int]) -> Rational {
                guard let first = r.first else { return 1 }
                return c.enumerated().reduce(0) { sum, entry in
                    let rest = c.filter { $0 != entry.element }
                    return sum + (entry.offset % 2 == 0 ? 1 : -1) * rows[first][entry.element] * minor(Array(r.dropFirst()), rest)
                }
            }
            let subsets = (0..<8).map { mask in (0..<3).filter { mask & (1 << $0) != 0 } }
            let expected = (0...3).last { size in
                subsets.contains { r in r.count == size && subsets.contains { $0.count == size && !minor(r, $0).isZero } }
            }
            let arrangement = LinearArrangement(forms: [], variables: Array(Self.points.prefix(3)))
            #expect(arrangement.rank(forms, all: false) == expected)
            #expect(arrangement.rank(forms, all: true) == expected)
            for form in forms { #expect(LinearArrangement.spans(forms, form)) }
        }
    }
}
