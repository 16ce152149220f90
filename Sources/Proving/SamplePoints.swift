import Expressions
import Kernel

/// Where the terms of an equation are sampled: groups of assignments with the same parameters.
final class SamplePoints {
    /// Enough for two unknown factors.
    private static let wanted = 4
    /// Seeds that differ by this share the values of the parameters.
    private static let period = 7

    /// As in the screen, not degenerate.
    let dimensions: [String: Int]?
    private let candidates: CandidateAssignments
    private var groups: [[Assignment]] = []

    init(_ statement: Statement) {
        candidates = CandidateAssignments(statement)
        dimensions = candidates.dimensions(count: 3).last
    }

    /// `nil` after the last.
    func group(_ number: Int) -> [Assignment]? {
        guard let dimensions, number + 1 < Self.period else { return nil }
        while groups.count <= number {
            let seeds = (0..<Self.wanted).map { UInt64(groups.count + 1 + $0 * Self.period) }
            groups.append(seeds.compactMap { candidates.random(dimensions, seed: $0, degree: 3, span: 1_000) })
        }
        return groups[number]
    }
}
