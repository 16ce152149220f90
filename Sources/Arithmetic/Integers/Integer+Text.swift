import CFLINT

extension Integer: CustomStringConvertible {
    /// Decimal digits with a leading `-` when negative.
    public var description: String {
        switch storage {
        case .small(let value): return String(value)
        case .big(let value):
            let capacity = __gmpz_sizeinbase(value.pointer, 10) + 2
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
                guard let start = buffer.baseAddress else { return "" }
                __gmpz_get_str(start, 10, value.pointer)
                return String(cString: start)
            }
        }
    }

    /// An optional sign and at least one ASCII digit, nothing else.
    public init?(_ text: some StringProtocol) {
        if let small = Int(text) {
            self.init(small)
            return
        }
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = BigInteger()
        guard String(digits).withCString({ __gmpz_set_str(value.pointer, $0, 10) }) == 0 else { return nil }
        if text.first == "-" { __gmpz_neg(value.pointer, value.pointer) }
        self.init(adopting: value)
    }
}
