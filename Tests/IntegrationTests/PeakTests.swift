import Arithmetic
import Enclosures
import Testing

@testable import Integration

/// Integrands that are negligible nearly everywhere.
@Suite struct PeakTests {
    @Test func narrowPeaksAreFound() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let offset = g.power(g.sum(x, g.number(Rational(-1, 3))), 2)
        let bell = g.function(.elementary(.exp), g.scaled(offset, by: -10_000_000_000))
        let pole = g.power(g.sum(g.number(Rational(1, 1_000_000_000_000)), offset), -1)
        let interval = ScalarIntegral.Domain.interval(g.number(-1), g.number(1))
        // sqrt(π)/10⁵, up to exp(-10⁹); 10⁶ (atan(2/3 10⁶) + atan(4/3 10⁶)).
        for (node, exact) in [(bell, "0.0000177245385090551602729816748334114518279754946"), (pole, "3141590.403589793239728268")] {
            let integral = ScalarIntegral(graph: g, integrand: node, axes: [.init(variables: [variable], domain: interval)])
            let value = try integral.evaluate(digits: 15)
            #expect(value.isRigorous && value.value.agrees(with: exact, digits: 14), "\(value)")
        }
    }
}
