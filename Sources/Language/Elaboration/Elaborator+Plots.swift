import Arithmetic
import Expressions
import Kernel

/// `plot e1, e2 for x in [a, b]`: one case for each expression and each combination of sample values.
extension Elaborator {
    mutating func plot(
        _ statement: SyntaxStatement, _ name: SyntaxName?, _ expressions: [SyntaxExpression]
    ) throws(Failure) -> ElaboratedItem {
        var item = try makeItem(statement, .plot, name)
        var inner = scope
        let (variable, interval) = try plottedRange(statement)
        // A point of the line is written as such in definitions; its place in the expressions is taken afterwards.
        var replaced: Point?
        let parameter: Parameter
        switch lookup(variable.text, scope) {
        case .parameter(let declared)? where !declarations.isDimension(declared.name) && !declared.isInteger: parameter = declared
        case .point(let point)? where point.manifold.vectorDimension == nil:
            replaced = point
            parameter = newParameter(variable)
        case nil:
            parameter = newParameter(variable)
            inner.locals[variable.text] = .parameter(parameter)
        default:
            throw Failure(
                .malformedPlot, "found `\(variable.text)` as the variable of a plot, which is declared as something else than a real number",
                advice: "take a new name, a real parameter or a point of the line", at: variable.range)
        }
        item.axes = try axes(statement, variable)
        item.unknowns = [parameter]
        var rest: [SyntaxClause] = []
        for clause in statement.clauses {
            switch clause.kind {
            case .forValues(_, .interval), .on: continue
            default: rest.append(clause)
            }
        }
        var clauses = try self.clauses(rest, &item, inner)
        guard clauses.values[parameter.name] == nil, !clauses.samples.contains(where: { $0.name == parameter.name }) else {
            throw Failure(.malformedPlot, "found a value of `\(variable.text)`, along which is plotted", at: variable.range)
        }
        var ends: [Expression] = []
        for end in [interval.lower, interval.upper].compactMap({ $0 }) { ends.append(try scalarValue(end, "as an end of an interval", inner).0) }
        let place = parameterExpression(parameter.name)
        clauses.hypotheses.append(.relation(Relation(ends[0], .lessOrEqual, place)))
        clauses.hypotheses.append(.relation(Relation(place, .lessOrEqual, ends[1])))

        for expression in expressions {
            var (value, _) = try scalarValue(expression, "to be plotted", inner)
            if let replaced { value = PointSubstitution([replaced: .scalar(place)]).apply(value, &supply) }
            let goal = Proposition.relation(Relation(value, .equal, .zero))
            let names = try assemble(goal: goal, hypotheses: clauses.hypotheses, values: clauses.values, at: statement.range).names
            item.unknowns = [names.parameter(parameter)]
            let label = expressions.count > 1 || clauses.samples.isEmpty ? Printer().text(expression) : ""
            item.cases += try cases(clauses, statement.range, label: label) { _ in (goal, clauses.hypotheses) }
        }
        record(item)
        return item
    }

    private mutating func newParameter(_ name: SyntaxName) -> Parameter {
        let parameter = Parameter(name: uniqueName(name.text))
        declarations.add(parameter)
        return parameter
    }

    /// The one clause `for x in [a, b]`.
    private func plottedRange(_ statement: SyntaxStatement) throws(Failure) -> (name: SyntaxName, interval: SyntaxInterval) {
        var found: (name: SyntaxName, interval: SyntaxInterval)?
        for clause in statement.clauses {
            guard case .forValues(let name, .interval(let interval)) = clause.kind else { continue }
            guard found == nil else {
                throw Failure(
                    .malformedPlot, "found a second range, expected one", advice: "a figure has one variable; give the others values, as in `for γ in -3, -2 .. 0`",
                    at: clause.range)
            }
            guard interval.lower != nil, interval.upper != nil else {
                throw Failure(.malformedPlot, "found a range without an end, expected two numbers", at: clause.range)
            }
            found = (name, interval)
        }
        guard let found else {
            throw Failure(
                .malformedPlot, "found a plot without a range", advice: "add the variable and its range, as in `for x in [0, 1]`", at: statement.range)
        }
        return found
    }

    /// `on log x, log value`: the axes that are logarithmic.
    private func axes(_ statement: SyntaxStatement, _ variable: SyntaxName) throws(Failure) -> PlotAxes {
        var axes = PlotAxes(variable: variable.text)
        for clause in statement.clauses {
            guard case .on(let arguments) = clause.kind else { continue }
            for argument in arguments {
                var operand: SyntaxExpression?
                if case .apply(.log, _, let inner) = argument.value.kind, argument.label == nil { operand = inner }
                while case .group(let inner)? = operand?.kind { operand = inner }
                switch operand?.kind {
                case .name(variable.text)?: axes.isLogarithmic = true
                case .name("value")?: axes.valueIsLogarithmic = true
                default:
                    throw Failure(
                        .malformedPlot, "found `\(Printer().argument(argument))` behind `on`, expected a logarithmic axis",
                        advice: "write `on log \(variable.text)`, `on log value` or both", at: argument.value.range)
                }
            }
        }
        return axes
    }
}
