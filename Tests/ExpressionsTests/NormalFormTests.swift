import Arithmetic
import Expressions
import Testing

@Suite struct NormalFormTests {
    static func contraction(_ equation: TensorEquation) throws -> Bool {
        try ContractionForm.areEqual(equation.left, equation.right, FormContext(positiveParameters: ["d"]))
    }

    static func components(_ equation: TensorEquation) throws -> Bool {
        let form = ComponentForm(FormContext())
        for assignment in try form.assignments(equation.indices) {
            if try !form.isZero(form.difference(equation.left, equation.right, assignment)) { return false }
        }
        return true
    }

    @Test func bochnerHoldsInEveryDimension() throws {
        #expect(try Self.contraction(bochner(.symbol("d"))))
        #expect(try !Self.contraction(bochner(.symbol("d"), coefficient: 2)))
    }

    @Test(arguments: 1...6) func bochnerByComponents(dimension: Int) throws {
        #expect(try Self.components(bochner(.number(dimension))))
        #expect(try !Self.components(bochner(.number(dimension), coefficient: 2)))
    }

    @Test func hessianDecompositionInEveryDimension() throws {
        #expect(try Self.contraction(hessianDecomposition(.symbol("d"))))
        #expect(try !Self.contraction(hessianDecomposition(.symbol("d"), coefficient: 2)))
    }

    @Test(arguments: 1...4) func hessianDecompositionByComponents(dimension: Int) throws {
        #expect(try Self.components(hessianDecomposition(.number(dimension))))
        // In dimension 1 the projection vanishes, and the twin is true.
        #expect(try Self.components(hessianDecomposition(.number(dimension), coefficient: 2)) == (dimension == 1))
    }

    @Test func sphericalBochnerInEveryDimension() throws {
        #expect(try Self.contraction(sphericalBochner(.symbol("d"))))
        #expect(try !Self.contraction(sphericalBochner(.symbol("d"), subtracted: 1)))
    }

    @Test(arguments: 1...3) func sphericalBochnerByComponents(dimension: Int) throws {
        #expect(try Self.components(sphericalBochner(.number(dimension))))
        #expect(try Self.components(sphericalBochner(.number(dimension), subtracted: 1)) == (dimension == 1))
    }
}
