import CFLINT

extension Integer: Hashable {
    public static func == (left: Integer, right: Integer) -> Bool {
        switch (left.storage, right.storage) {
        case (.small(let a), .small(let b)): a == b
        case (.big(let a), .big(let b)): a === b || __gmpz_cmp(a.pointer, b.pointer) == 0
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .small(let value): hasher.combine(value)
        case .big(let value): value.hashLimbs(into: &hasher)
        }
    }
}

extension Integer: Comparable {
    public static func < (left: Integer, right: Integer) -> Bool {
        if case .small(let a) = left.storage, case .small(let b) = right.storage { return a < b }
        return left.withGMP { a in right.withGMP { b in __gmpz_cmp(a, b) < 0 } }
    }
}

extension Integer: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}
