/// Numbers sequences of words densely, in order of first appearance: equal sequences have equal numbers.
///
/// The keys of interning are short sequences of small integers, for which a table of one's own is several times
/// faster than a dictionary of arrays.
struct SequenceTable {
    /// The words of all sequences, one after the other; then those of the one that is being written.
    private var words: [Int32] = []
    private var filled = 0
    private var written = 0
    /// Where each sequence ends among the words.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Numbers by hash, with linear probing; -1 for none. The count is a power of two.
    private var slots = [Int32](repeating: -1, count: 64)

    /// Writes a word of the next sequence.
    mutating func append(_ word: Int32) {
        if filled + written < words.count { words[filled + written] = word } else { words.append(word) }
        written += 1
    }

    /// Ends the sequence; one that is new gets the number `count`.
    mutating func number() -> Int32 {
        let hash = hash()
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] >= 0 {
            let number = Int(slots[place])
            if hashes[number] == hash && isWritten(number) {
                written = 0
                return slots[place]
            }
            place = (place + 1) & (slots.count - 1)
        }
        let number = Int32(ends.count)
        filled += written
        written = 0
        ends.append(filled)
        hashes.append(hash)
        slots[place] = number
        if ends.count * 2 > slots.count { grow() }
        return number
    }

    /// The number of a sequence that is given as a whole.
    mutating func number(of sequence: [Int32]) -> Int32 {
        for word in sequence { append(word) }
        return number()
    }

    private func isWritten(_ number: Int) -> Bool {
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == written else { return false }
        for k in 0..<written where words[start + k] != words[filled + k] { return false }
        return true
    }

    private func hash() -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: written) &* 0x9E37_79B9_7F4A_7C15
        for place in filled..<(filled + written) {
            hash = (hash ^ UInt64(UInt32(bitPattern: words[place]))) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
        }
        return hash
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[place] >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Int32(number)
        }
    }
}
