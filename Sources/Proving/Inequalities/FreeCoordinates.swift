import Arithmetic

/// Gram matrices over the rational functions of a parameter, where at most one coordinate of them is free.
///
/// The free one is put where a determinant of two rows, a concave quadratic polynomial in it, is largest: a rational function of the
/// parameter. Where a single block of two rows decides, this is the best choice for every value of the parameter.
enum FreeCoordinates {
    /// Values of all unknowns that are worth trying.
    static func solutions(_ problem: SquaresProblem, _ family: LinearSystem.Family) throws -> [[RationalFunction]] {
        guard let first = family.free.first else { return [family.constants] }
        guard family.free.count == 1, problem.unknowns.indices.contains(first) else { return [] }
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
