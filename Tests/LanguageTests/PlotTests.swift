import Language
import Testing

@Suite struct PlotTests {
    private static let declarations = "param β > 0\nparam n integer\nspace r in (0, oo)\nspace v in R^3\nlet u = r² exp(-r)\n"

    @Test func eachExpressionAndEachValueIsACurve() throws {
        let session = Session(Self.declarations + "plot several: exp(-β x), x² for x in [0, pi] for β in 1, 2 .. 4 on log value")
        #expect(session.errors.isEmpty, "\(session.errors)")
        let item = try #require(session.items["several"])
        #expect(item.cases.count == 8)
        #expect(item.cases.map(\.label).prefix(2) == ["exp(-β x), β = 1", "exp(-β x), β = 2"])
        #expect(item.axes?.variable == "x" && item.axes?.isLogarithmic == false && item.axes?.valueIsLogarithmic == true)
        #expect(item.unknowns.map(\.name) == ["x"])
    }

    /// A point of the line is the variable of a definition; along it the definition is plotted.
    @Test func aPointOfTheLineIsAVariable() throws {
        let session = Session(Self.declarations + "plot a: u for r in [0, 5]\nplot b: ∂[r] u for r in [0, 5]\nplot c: x² exp(-x) for x in [0, 5]")
        #expect(session.errors.isEmpty, "\(session.errors)")
        for name in ["a", "b"] { #expect(session.items[name]?.cases.first?.statement.points.isEmpty == true) }
        let renamed = session.items["c"]?.cases.first?.statement.goal.plainText.replacing("x", with: "r").replacing("er", with: "ex")
        #expect(session.items["a"]?.cases.first?.statement.goal.plainText == renamed)
    }

    @Test(arguments: [
        "plot x² for x in [0, oo)", "plot 1", "plot x y for x in [0, 1] for y in [0, 1]", "plot |v| for v in [0, 1]", "plot n for n in [0, 4]",
        "plot x for x in [0, 1] on x", "plot x for x in [0, 1] on log y", "plot β for β in [1, 2] where β = 1",
    ])
    func malformedPlotsAreRefused(_ text: String) {
        #expect(Session(Self.declarations + text).codes.contains(.malformedPlot), "\(text)")
    }

    @Test func theClausesAreFormatted() throws {
        // A word that has another canonical spelling, so that the layout is not the author's.
        let source = "plot q: exp(-x) , norm(x) for x in [1,10] on log x,log value\n"
        let formatted = try Formatter.format(source, firstLine: 1)
        #expect(formatted == "plot q: exp(-x), |x| for x in [1, 10] on log x, log value\n")
        #expect(try Formatter.format(formatted, firstLine: 1) == formatted)
    }
}
