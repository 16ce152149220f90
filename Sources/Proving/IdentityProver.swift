import Arithmetic
import Expressions
import Kernel

/// Proves equations by normal forms.
///
/// Contraction form first, which settles every dimension at once; then components where the dimensions are
/// finitely many. What it cannot settle it explains.
struct IdentityProver {
    enum Finding {
        case proved(IdentityForm)
        /// Not settled; why.
        case open(String, limitReached: Bool)
    }

    let statement: Statement
    private let context: FormContext

    init(_ statement: Statement, limits: Limits) {
        self.statement = statement
        var context = FormContext(statement)
        context.termBudget = limits.terms
        self.context = context
    }

    /// - Parameter refusal: why the kernel does not take the contraction form, if it was asked.
    func run(_ relation: Relation, refusal: Rejection? = nil) -> Finding {
        var reason = "the contraction normal forms differ"
        do {
            switch refusal {
            case .sidesDiffer: break
            case .noNormalForm(let error): throw error
            default: if try ContractionForm.areEqual(relation.left, relation.right, context) { return .proved(.contraction) }
            }
        } catch let error as FormError {
            switch error {
            case .notInvariant: reason = "the formula is not invariant"
            case .divisionByZero: return .open("a sub-expression divides by zero identically", limitReached: false)
            case .unsupported(let name): return .open("\(name) is not decided by normal forms", limitReached: false)
            case .tooLarge: reason = "the contraction normal form grew beyond the limit"
            }
        } catch {
            reason = "\(error)"
        }
        guard let dimensions = try? statement.finiteDimensions() else {
            return .open(reason + ", and the dimension is not bounded", limitReached: false)
        }
        do {
            for values in dimensions {
                if let component = try differingComponent(relation, values) {
                    let place = component.isEmpty ? "" : " in component (\(component.map(String.init).joined(separator: ",")))"
                    return .open("the component normal forms differ\(place), but no counterexample was found", limitReached: false)
                }
            }
            return .proved(.components)
        } catch let error as FormError {
            switch error {
            case .divisionByZero: return .open("a sub-expression divides by zero identically", limitReached: false)
            case .tooLarge: return .open("the component normal form grew beyond the limit", limitReached: true)
            case .notInvariant: return .open(reason, limitReached: false)
            case .unsupported(let name): return .open("\(name) is not decided by normal forms", limitReached: false)
            }
        } catch {
            return .open("\(error)", limitReached: false)
        }
    }

    /// Whether the equation is settled, positively, in one dimension.
    func isProved(_ relation: Relation, in dimensions: [String: Int]) -> Bool {
        if let isEqual = try? ContractionForm.areEqual(relation.left, relation.right, context, dimensions: dimensions), isEqual {
            return true
        }
        do { return try differingComponent(relation, dimensions) == nil } catch { return false }
    }

    private func differingComponent(_ relation: Relation, _ dimensions: [String: Int]) throws -> [Int]? {
        let form = ComponentForm(context, for: [relation.left, relation.right], dimensions: dimensions)
        for assignment in try form.assignments(relation.indices) {
            if try !form.isZero(form.difference(relation.left, relation.right, assignment)) {
                return relation.indices.map { assignment[$0] ?? 0 }
            }
        }
        return nil
    }
}
