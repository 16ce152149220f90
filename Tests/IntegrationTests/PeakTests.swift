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

    /// Peaks that no sample meets, on top of something smooth over an unbounded range: `√π (1 + 10⁻⁶)`, `1 + √π 10⁻⁶`, and the smooth part alone.
    @Test func narrowPeaksOnUnboundedRangesAreFound() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let place = g.difference(x, g.power(g.pi(), -1))
        let peak = g.function(.elementary(.exp), g.scaled(g.power(place, 2), by: -1_000_000_000_000))
        let bell = g.function(.elementary(.exp), g.scaled(g.power(x, 2), by: -1))
        let decay = g.function(.elementary(.exp), g.scaled(x, by: -1))
        let half = ScalarIntegral.Domain.halfLine(from: g.number(0))
        let cases: [(ScalarGraph.Node, ScalarIntegral.Domain, String)] = [
            (g.sum(bell, peak), .line, "1.772455623359366875"), (bell, .line, "1.772453850905516027"),
            (g.sum(decay, peak), half, "1.000001772453850906"), (decay, half, "1.000000000000000000"),
        ]
        for (integrand, domain, exact) in cases {
            let value = try ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)]).evaluate(digits: 16)
            #expect(value.isRigorous && value.value.agrees(with: exact, digits: 15), "\(value), not \(exact)")
        }
    }

    /// Beside a logarithm at the end, where an estimate is compared to a proved value of few digits: `∫ log²x = 2`, with the peak 2.0000023….
    @Test func noEstimateMissesAPeak() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let place = g.difference(x, g.power(g.pi(), -1))
        let peak = g.function(.elementary(.exp), g.scaled(g.power(place, 2), by: -1_000_000_000_000))
        let square = g.power(g.function(.elementary(.log), x), 2)
        let unit = ScalarIntegral.Domain.interval(g.number(0), g.number(1))
        func value(_ integrand: ScalarGraph.Node) throws -> NumericValue {
            try ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: unit)]).evaluate(digits: 15)
        }
        #expect(try value(square).value.agrees(with: "2", digits: 14))
        if let found = try? value(g.product(square, g.sum(g.number(1), peak))) {
            #expect(found.value.agrees(with: "2.000002322635067679", digits: 14), "\(found)")
        }
    }

    /// Poles near the real line leave a narrow strip: `∫ 1/((x - 1/3)² + ε²) = π/ε`.
    @Test func nearbyPolesOnTheLine() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let square = g.power(g.sum(x, g.number(Rational(-1, 3))), 2)
        let pole = g.power(g.sum(g.number(Rational(1, 1_000_000_000_000)), square), -1)
        let value = try ScalarIntegral(graph: g, integrand: pole, axes: [.init(variables: [variable], domain: .line)]).evaluate(digits: 15)
        #expect(value.isRigorous && value.value.agrees(with: "3141592.653589793238", digits: 14), "\(value)")
    }
}
