import Arithmetic
import Expressions
import Kernel

/// Changes constants of an assignment so that equations between constants hold.
///
/// Each equation is solved for one component of one constant in which it is linear there; an equation that
/// holds already, or cannot be solved so, changes nothing.
struct ConstantAdjustment {
    private let equations: [Relation]
    private let constants: [FunctionSymbol]

    init(_ statement: Statement) {
        constants = statement.functions.filter(\.arguments.isEmpty)
        equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { relation in
            relation.op == .equal && [relation.left, relation.right].allSatisfy { side in
                !side.hasIntegral && !side.mentionsFunctionOfPoints && !statement.points.contains(where: side.mentions)
            }
        }
    }

    func apply(_ assignment: Assignment) -> Assignment {
        var result = assignment
        // A component that solved one equation is left to it.
        var used: Set<Component> = []
        for equation in equations {
            for indices in Screening.indexValues(equation.indices, assignment) {
                guard let residual = residual(equation, indices, result), !residual.isZero else { continue }
                solve(equation, indices, &result, &used)
            }
        }
        return result
    }

    /// Whether every equation holds exactly.
    func holds(_ assignment: Assignment) -> Bool {
        equations.allSatisfy { equation in
            Screening.indexValues(equation.indices, assignment).allSatisfy { residual(equation, $0, assignment)?.isZero ?? false }
        }
    }

    private struct Component: Hashable {
        let function: FunctionSymbol
        let value: [Int]
    }

    private func residual(_ equation: Relation, _ indices: [Int], _ assignment: Assignment) -> Rational? {
        let values = Dictionary(zip(equation.indices, indices)) { first, _ in first }
        let field = RationalField()
        guard let left = try? field.value(equation.left, values, at: assignment), let right = try? field.value(equation.right, values, at: assignment)
        else { return nil }
        return left - right
    }

    private func solve(_ equation: Relation, _ indices: [Int], _ assignment: inout Assignment, _ used: inout Set<Component>) {
        for function in constants {
            for value in (assignment.functions[function]?.components ?? [:]).keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let component = Component(function: function, value: value)
                guard !used.contains(component) else { continue }
                func at(_ number: Rational) -> (Assignment, Rational?) {
                    var changed = assignment
                    changed.functions[function]?.components[value] = [PolynomialFunction.Term(exponents: [], coefficient: number)]
                    return (changed, residual(equation, indices, changed))
                }
                guard let zero = at(0).1, let one = at(1).1, one != zero else { continue }
                let (solved, rest) = at(-zero / (one - zero))
                guard let rest, rest.isZero else { continue }
                assignment = solved
                used.insert(component)
                return
            }
        }
    }
}
