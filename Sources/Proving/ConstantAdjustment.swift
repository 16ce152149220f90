import Arithmetic
import Expressions
import Kernel

/// Changes constants and parameters of an assignment so that equations between them hold.
///
/// Each equation is solved for one component of one constant, or for one parameter, in which it is linear there; an equation that
/// holds already, or cannot be solved so, changes nothing.
package struct ConstantAdjustment {
    private let equations: [Relation]
    /// Inequalities between parameters alone.
    private let bounds: [Relation]
    private let constants: [FunctionSymbol]
    private let parameters: [Parameter]

    /// - Parameter onBounds: inequalities that are not strict are solved as equations, as `a <= b` and `b <= a` leave no other place.
    package init(_ statement: Statement, onBounds: Bool = false) {
        constants = statement.functions.filter(\.arguments.isEmpty)
        let dimensions = Set(statement.symbolicDimensions)
        parameters = statement.parameters.filter { !$0.isInteger && !dimensions.contains($0.name) }
        bounds = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op != .equal && $0.excess.mentionsOnlyParameters && RealSample($0.excess, "").isRational }
        equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { relation in
            (relation.op == .equal || (onBounds && relation.op == .lessOrEqual)) && [relation.left, relation.right].allSatisfy { side in
                !side.hasIntegral && !side.mentionsFunctionOfPoints && !statement.points.contains(where: side.mentions)
            }
        }
    }

    package func apply(_ assignment: Assignment) -> Assignment {
        var result = assignment
        // A component that solved one equation is left to it.
        var used: Set<Component> = []
        for equation in equations {
            for indices in Screening.indexValues(equation.indices, assignment) {
                guard let residual = residual(equation, indices, result), !residual.isZero else { continue }
                solve(equation, indices, &result, &used)
            }
        }
        let solved = Set(used.compactMap { if case .parameter(let name) = $0 { name } else { nil } })
        for parameter in parameters.reversed() where !solved.contains(parameter.name) { moveInside(parameter, &result) }
        return result
    }

    /// To the middle of the range that inequalities leave, if it is outside of that.
    private func moveInside(_ parameter: Parameter, _ assignment: inout Assignment) {
        let own = bounds.filter { $0.excess.parameterSymbols.contains(parameter.name) }
        guard own.contains(where: { residual($0, [], assignment).map { $0.sign > 0 } ?? false }) else { return }
        var lower = parameter.lower?.value, upper = parameter.upper?.value
        for bound in own {
            func at(_ number: Rational) -> Rational? {
                var changed = assignment
                changed.parameters[parameter.name] = number
                return residual(bound, [], changed)
            }
            // Of what is affine the zero is a bound.
            guard let one = at(1), let two = at(2), let five = at(5), one != two, five - two == 3 * (two - one) else { continue }
            let zero = 1 - one / (two - one)
            if two < one { lower = lower.map { max($0, zero) } ?? zero } else { upper = upper.map { min($0, zero) } ?? zero }
        }
        let value: Rational
        switch (lower, upper) {
        case (let a?, let b?): value = (a + b) / 2
        case (let a?, nil): value = a + 1
        case (nil, let b?): value = b - 1
        case (nil, nil): return
        }
        if parameter.contains(value) { assignment.parameters[parameter.name] = value }
    }

    /// Whether every equation holds exactly.
    package func holds(_ assignment: Assignment) -> Bool {
        equations.allSatisfy { equation in
            Screening.indexValues(equation.indices, assignment).allSatisfy { residual(equation, $0, assignment)?.isZero ?? false }
        }
    }

    private enum Component: Hashable {
        case constant(FunctionSymbol, [Int])
        case parameter(String)
    }

    private func residual(_ equation: Relation, _ indices: [Int], _ assignment: Assignment) -> Rational? {
        let values = Dictionary(zip(equation.indices, indices)) { first, _ in first }
        let field = RationalField()
        guard let left = try? field.value(equation.left, values, at: assignment), let right = try? field.value(equation.right, values, at: assignment)
        else { return nil }
        return left - right
    }

    private func solve(_ equation: Relation, _ indices: [Int], _ assignment: inout Assignment, _ used: inout Set<Component>) {
        func solve(_ component: Component, allowed: (Rational) -> Bool, _ set: (inout Assignment, Rational) -> Void) -> Bool {
            guard !used.contains(component) else { return false }
            func at(_ number: Rational) -> (Assignment, Rational?) {
                var changed = assignment
                set(&changed, number)
                return (changed, residual(equation, indices, changed))
            }
            // 0 itself may be a pole.
            guard let one = at(1).1, let two = at(2).1, one != two else { return false }
            let value = 1 - one / (two - one)
            guard allowed(value), case (let solved, let rest?) = at(value), rest.isZero else { return false }
            assignment = solved
            used.insert(component)
            return true
        }
        for function in constants {
            for value in (assignment.functions[function]?.components ?? [:]).keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let isSolved = solve(.constant(function, value), allowed: { _ in true }) { changed, number in
                    changed.functions[function]?.components[value] = [PolynomialFunction.Term(exponents: [], coefficient: number)]
                }
                if isSolved { return }
            }
        }
        // Of other equations between parameters the residuals are large numbers, or none.
        guard !equation.excess.mentionsOnlyParameters || RealSample(equation.excess, "").isRational else { return }
        let names = equation.excess.parameterSymbols
        for parameter in parameters.reversed() where names.contains(parameter.name) {
            if solve(.parameter(parameter.name), allowed: parameter.contains, { $0.parameters[parameter.name] = $1 }) { return }
        }
    }
}
