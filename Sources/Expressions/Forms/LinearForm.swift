import Arithmetic

/// A linear form in points, such as `v - w`, up to a factor: the name of the set where it vanishes.
public struct LinearForm: Hashable, Sendable {
    /// Sorted by name; the first coefficient is 1.
    public let terms: [Term]

    public struct Term: Hashable, Sendable {
        public let point: Point
        public let coefficient: Rational
    }

    /// `nil` for the zero form.
    public init?(_ coefficients: [Point: Rational]) {
        let sorted = coefficients.filter { !$0.value.isZero }.sorted { $0.key.name < $1.key.name }
        guard let leading = sorted.first?.value else { return nil }
        terms = sorted.map { Term(point: $0.key, coefficient: $0.value / leading) }
    }

    /// With the set where the form vanishes as the origin of a coordinate, the first of the given points expanded;
    /// `nil` for forms other than `v` and `v - w`.
    public func frame(varying points: [Point]) -> TaylorFrame? {
        switch terms.count {
        case 1: return TaylorFrame(point: terms[0].point, base: nil)
        case 2 where terms[1].coefficient == -1:
            let (first, second) = (terms[0].point, terms[1].point)
            return points.contains(first) ? TaylorFrame(point: first, base: second) : TaylorFrame(point: second, base: first)
        default: return nil
        }
    }

    public func coefficient(_ point: Point) -> Rational { terms.first { $0.point == point }?.coefficient ?? 0 }

    /// The vector `Σ c_p p` along an index; for points of the line the scalar.
    public func expression(_ index: Index?) -> Expression {
        .sum(terms.map { $0.coefficient == 1 ? .coordinate($0.point, index) : .number($0.coefficient) * .coordinate($0.point, index) })
    }

    /// The set as a reader writes it, `v = w`.
    public var description: String {
        if terms.count == 2, terms[1].coefficient == -1 { return "\(terms[0].point.name) = \(terms[1].point.name)" }
        var text = ""
        for (position, term) in terms.enumerated() {
            let size = term.coefficient.magnitude
            let sign = term.coefficient.sign < 0 ? (position == 0 ? "-" : " - ") : (position == 0 ? "" : " + ")
            text += sign + (size == 1 ? "" : "\(size) ") + term.point.name
        }
        return text + " = 0"
    }
}

/// Where several linear forms vanish together.
public struct LinearArrangement {
    let forms: [LinearForm]
    /// The points that vary; the others are fixed, at generic places.
    let variables: [Point]

    public init(forms: [LinearForm], variables: [Point]) {
        self.forms = forms
        self.variables = variables
    }

    /// A common zero set: the forms that vanish on it, and how many are independent.
    public struct Flat: Hashable, Sendable {
        public let members: Set<LinearForm>
        public let rank: Int

        public init(members: Set<LinearForm>, rank: Int) {
            self.members = members
            self.rank = rank
        }
    }

    /// All flats; `nil` for more than eight forms.
    public func flats() -> [Flat]? {
        guard forms.count <= 8 else { return nil }
        var result: [Flat] = []
        for mask in 1..<(1 << forms.count) {
            let chosen = forms.indices.filter { mask & (1 << $0) != 0 }.map { forms[$0] }
            let rank = rank(chosen, all: false)
            // Generic fixed points do not satisfy an equation among themselves.
            guard rank == self.rank(chosen, all: true) else { continue }
            let members = Set(forms.filter { Self.spans(chosen, $0) })
            let flat = Flat(members: members, rank: rank)
            if !result.contains(flat) { result.append(flat) }
        }
        return result
    }

    /// The flats that exist only where fixed points satisfy the relations given with them.
    public func coalescences() -> [(flat: Flat, relations: [LinearForm])] {
        guard forms.count > 1, forms.count <= 8 else { return [] }
        var result: [(flat: Flat, relations: [LinearForm])] = []
        for mask in 1..<(1 << forms.count) {
            let chosen = forms.indices.filter { mask & (1 << $0) != 0 }.map { forms[$0] }
            let rank = rank(chosen, all: false)
            guard rank != self.rank(chosen, all: true) else { continue }
            result.append((Flat(members: Set(chosen), rank: rank), relations(chosen)))
        }
        return result
    }

    /// What the forms say about the fixed points alone.
    private func relations(_ forms: [LinearForm]) -> [LinearForm] {
        let (points, rows, rank) = eliminated(forms, all: true)
        return rows.prefix(rank).filter { row in variables.indices.allSatisfy { row[$0].isZero } }.compactMap { row in
            LinearForm(Dictionary(uniqueKeysWithValues: zip(points, row)))
        }
    }

    /// Whether a form vanishes wherever the others do.
    public static func spans(_ forms: some Collection<LinearForm>, _ other: LinearForm) -> Bool {
        let arrangement = LinearArrangement(forms: [], variables: [])
        return arrangement.rank(Array(forms) + [other], all: true) == arrangement.rank(Array(forms), all: true)
    }

    /// How many forms are independent, as forms in the variables or in all points.
    public func rank(_ forms: [LinearForm], all: Bool) -> Int { eliminated(forms, all: all).rank }

    /// The coefficients in echelon form, those of the variables first.
    private func eliminated(_ forms: [LinearForm], all: Bool) -> (points: [Point], rows: [[Rational]], rank: Int) {
        var points = variables
        if all { for form in forms { for term in form.terms where !points.contains(term.point) { points.append(term.point) } } }
        var rows = forms.map { form in points.map { form.coefficient($0) } }
        var rank = 0
        for column in points.indices {
            guard let pivot = rows.indices.dropFirst(rank).first(where: { !rows[$0][column].isZero }) else { continue }
            rows.swapAt(rank, pivot)
            for row in rows.indices.dropFirst(rank + 1) where !rows[row][column].isZero {
                let factor = rows[row][column] / rows[rank][column]
                rows[row] = zip(rows[row], rows[rank]).map { $0 - factor * $1 }
            }
            rank += 1
        }
        return (points, rows, rank)
    }
}
