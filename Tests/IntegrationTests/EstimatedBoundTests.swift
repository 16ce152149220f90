import Arithmetic
import Glibc
import Testing

@testable import Integration

/// Estimated bounds of rules on grids, against closed forms.
@Suite struct EstimatedBoundTests {
    private static let isExhaustive = getenv("NOTEBOOK_EXHAUSTIVE") != nil

    /// Mixtures of unlike widths: a coarse grid sees one of them only.
    static let mixtures = [
        ("R^2", "gaussian(mean = (0,0), cov = Id)", "gaussian(mean = (0,0), cov = 1/25 Id)"),
        ("R^2", "gaussian(mean = (1,0), cov = Id)", "gaussian(mean = (-1,1/2), cov = ((1/4,1/8),(1/8,1/8)))"),
        ("R^3", "gaussian(mean = (0,0,0), cov = Id)", "gaussian(mean = (0,0,0), cov = 1/16 Id)"),
        ("R^3", "gaussian(mean = (0,0,1), cov = diag(1,2,1))", "gaussian(mean = (1,0,0), cov = 1/9 Id)"),
        ("R^3", "gaussian(mean = (0,0,0), cov = diag(4,1,1/9))", "gaussian(mean = (0,1,0), cov = Id)"),
    ]

    @Test(arguments: mixtures, isExhaustive ? [4, 6, 8, 10, 11, 12] : [4, 8]) func boundsHold(_ mixture: (space: String, wide: String, narrow: String), _ digits: Int) throws {
        guard Self.isExhaustive || mixture.space == "R^2" || digits == 4 else { return }
        let numbers = ConcreteNumbers("""
            space x in \(mixture.space)
            density F(x) = \(mixture.wide)
            density G(x) = mixture(1/2: \(mixture.wide), 1/2: \(mixture.narrow))
            evaluate difference: ∫[x] (F - G)²
            evaluate energy: ∫[x] |x|² G²
            """)
        for name in ["difference", "energy"] {
            let scalar = try numbers.scalar(name)
            let exact = try NumericEvaluation.value(of: scalar, digits: 20)
            #expect(exact.number.numericalDimension == 0)
            let estimate = try NumericEvaluation.value(of: scalar, digits: digits, boundsAreEstimated: true, requiresConvergence: false, isReduced: false)
            #expect(estimate.number.numericalDimension > 1)
            let error = estimate.value.subtracting(exact.value, precision: 80).absoluteValue
            #expect(estimate.value.overlaps(exact.value), "\(name), \(digits) digits: \(estimate.value), off by \(error)")
        }
    }
}
