import CFLINT

extension Rational: Hashable {
    public static func == (left: Rational, right: Rational) -> Bool {
        switch (left.storage, right.storage) {
        case (.small(let a, let b), .small(let c, let d)): a == c && b == d
        case (.big(let a), .big(let b)): a === b || __gmpq_equal(a.pointer, b.pointer) != 0
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .small(let numerator, let denominator):
            hasher.combine(numerator)
            hasher.combine(denominator)
        case .big:
            hasher.combine(self.numerator)
            hasher.combine(self.denominator)
        }
    }
}

extension Rational: Comparable {
    public static func < (left: Rational, right: Rational) -> Bool {
        if case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage {
            return b == d ? a < c : MachineWord.product(a, d) < MachineWord.product(c, b)
        }
        return left.withGMP { a in right.withGMP { b in __gmpq_cmp(a, b) < 0 } }
    }
}

extension Rational: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}
