/// Numbers sequences of words densely, in order of first appearance: equal sequences have equal numbers.
///
/// The keys of interning are short sequences of small integers, for which a table of one's own is several times
/// faster than a dictionary of arrays.
struct SequenceTable {
    private var words: [Int32] = []
    /// Where each sequence ends among the words.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Numbers by hash, with linear probing; -1 for none. The count is a power of two.
    private var slots = [Int32](repeating: -1, count: 64)

    var count: Int { ends.count }

    /// A sequence that is new gets the number `count`.
    mutating func number(of sequence: [Int32]) -> Int32 {
        let hash = Self.hash(sequence)
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] >= 0 {
            let number = Int(slots[place])
            if hashes[number] == hash && holds(sequence, number) { return slots[place] }
            place = (place + 1) & (slots.count - 1)
        }
        let number = Int32(ends.count)
        for word in sequence { words.append(word) }
        ends.append(words.count)
        hashes.append(hash)
        slots[place] = number
        if ends.count * 2 > slots.count { grow() }
        return number
    }

    private func holds(_ sequence: [Int32], _ number: Int) -> Bool {
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == sequence.count else { return false }
        for k in sequence.indices where words[start + k] != sequence[k] { return false }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[place] >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Int32(number)
        }
    }

    private static func hash(_ sequence: [Int32]) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: sequence.count) &* 0x9E37_79B9_7F4A_7C15
        for word in sequence {
            hash = (hash ^ UInt64(UInt32(bitPattern: word))) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
        }
        return hash
    }
}
