import Testing

@testable import Notebook

@Suite struct FormulaLayoutTests {
    private func formulas(_ latex: String) throws -> [(String, [String])] {
        FormulaLayout.formulas(try FormulaReader.items(of: latex)).map { ($0.items.latex, $0.tags) }
    }

    private func pieces(_ latex: String) throws -> [(String, Bool)] {
        try FormulaLayout.formulas(FormulaReader.items(of: latex)).flatMap(FormulaLayout.pieces).map { ($0.items.latex, $0.isCondition) }
    }

    @Test func rowsThatGoOnAreOneFormula() throws {
        let found = try formulas(#"\begin{aligned} a &= b \\ &\quad + c \\ &= \left( d \right. \\ & \left. - e \right), \\ f &= g \end{aligned} \tag{2.1}"#)
        #expect(found.map(\.0) == ["a=b+c=(d-e),", "f=g"])
        #expect(found.flatMap(\.1) == ["2.1"])
    }

    /// Behind a comma a minus sign begins a statement.
    @Test func aSignBehindACommaBeginsAnew() throws {
        #expect(try formulas(#"a &= b, \\ -c &= d"#).map(\.0) == ["a=b,", "-c=d"])
        #expect(try pieces(#"-a = b, \quad and \quad -c = d."#).map(\.0) == ["-a=b", "-c=d"])
    }

    @Test func numbersAreTakenOff() throws {
        #expect(try formulas(#"a = b, \quad (2.7)"#).flatMap(\.1) == ["2.7"])
        #expect(try formulas(#"a = f (2)"#).flatMap(\.1) == [])
        #expect(try formulas(#"a = b \label{eq:x}"#).flatMap(\.1) == ["eq:x"])
    }

    @Test func conditionsAreToldFromStatements() throws {
        let found = try pieces(#"a := b, \quad \beta \ge 0, \quad c = d \quad \text{for all } x > 1"#)
        #expect(found.map(\.0) == ["a:=b", #"\beta\ge0"#, "c=d", "x>1"])
        #expect(found.map(\.1) == [false, true, false, true])
    }

    @Test func systemsAreTheirRows() throws {
        let found = try formulas(#"\begin{cases} a = b, \\ c = d \end{cases}, \quad \begin{cases} e = f \end{cases} \quad (2)"#)
        #expect(found.map(\.0) == ["a=b,", "c=d", "e=f"])
        #expect(found[0].1 == ["2"])
    }
}
