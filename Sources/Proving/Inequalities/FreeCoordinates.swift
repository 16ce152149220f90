import Arithmetic

/// Gram matrices over the rational functions of a parameter, where few coordinates of them are free.
///
/// Where more than one is free, rows of the matrices are made zero, which the best certificates often have, until one is left.
/// The free one is put where a determinant of two rows, a concave quadratic polynomial in it, is largest: a rational function of the
/// parameter. Where a single block of two rows decides, this is the best choice for every value of the parameter.
enum FreeCoordinates {
    private static let limit = 60

    /// Values of all unknowns that are worth trying.
    static func solutions(_ problem: SquaresProblem, _ family: LinearSystem.Family, depth: Int = 2) throws -> [[RationalFunction]] {
        let family = family.withoutUnseen(problem.search.blocks)
        guard let first = family.free.first else { return [family.constants] }
        if family.free.count > 1 {
            guard depth > 0 else { return [] }
            var result: [[RationalFunction]] = []
            for block in problem.search.blocks {
                for row in block {
                    guard let smaller = try family.vanishing(row), smaller.free.count < family.free.count else { continue }
                    for solution in try solutions(problem, smaller, depth: depth - 1) where !result.contains(solution) { result.append(solution) }
                    if result.count > Self.limit { return result }
                }
            }
            return result
        }
        guard problem.unknowns.indices.contains(first) else { return [] }
        func value(_ place: Int) -> (RationalFunction, RationalFunction) { (family.constants[place], family.coefficients[place][0]) }
        var result: [[RationalFunction]] = []
        for block in problem.search.blocks {
            for i in block.indices {
                for j in block.indices where j > i {
                    let (a, a1) = value(block[i][i]), (b, b1) = value(block[i][j]), (c, c1) = value(block[j][j])
                    // (a + a1 y)(c + c1 y) - (b + b1 y)²
                    let square = try a1 * c1 - b1 * b1, linear = try a * c1 + a1 * c - (b * b1 + b * b1)
                    guard !square.isZero else { continue }
                    let y = try -linear / (square + square)
                    result.append(try zip(family.constants, family.coefficients).map { try $0 + $1[0] * y })
                }
            }
        }
        return result + [family.constants]
    }
}

extension LinearSystem.Family {
    /// Zero for those that stand in no Gram matrix, such as multiples of what is known anyway.
    fileprivate func withoutUnseen(_ blocks: [[[Int]]]) -> LinearSystem.Family {
        let places = Set(blocks.joined().joined())
        let seen = free.indices.filter { column in places.contains { !coefficients[$0][column].isZero } }
        return LinearSystem.Family(ring: ring, free: seen.map { free[$0] }, constants: constants, coefficients: coefficients.map { row in seen.map { row[$0] } })
    }

    /// The part of the family on which these unknowns are zero.
    fileprivate func vanishing(_ places: [Int]) throws -> LinearSystem.Family? {
        var constants = constants, coefficients = coefficients, free = free
        for place in places {
            guard let pivot = free.indices.first(where: { !coefficients[place][$0].isZero }) else {
                guard constants[place].isZero else { return nil }
                continue
            }
            // y = -(c + Σ a_j y_j)/a
            let a = coefficients[place][pivot], c = constants[place], row = coefficients[place]
            for k in constants.indices where !coefficients[k][pivot].isZero {
                let factor = try coefficients[k][pivot] / a
                constants[k] = try constants[k] - factor * c
                for j in free.indices where j != pivot { coefficients[k][j] = try coefficients[k][j] - factor * row[j] }
            }
            for k in coefficients.indices { coefficients[k].remove(at: pivot) }
            free.remove(at: pivot)
        }
        return LinearSystem.Family(ring: ring, free: free, constants: constants, coefficients: coefficients)
    }
}
