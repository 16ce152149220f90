import Expressions
import Kernel

extension Expression {
    /// The first operator inside that no certificate of this version unfolds.
    var undecidedOperator: String? {
        switch kind {
        case .uninterpreted(let name, _, _) where bessel == nil: return name
        default:
            for operand in operands {
                if let found = operand.undecidedOperator { return found }
            }
            return nil
        }
    }
}

extension String {
    /// Why nothing is decided about this operator, as it is called in statements.
    var reasonOfOperator: String {
        switch self {
        case "inverse":
            return "the inverse of a matrix whose dimension is a symbol: only `inverse(M) = R` is decided, as M R = Id; give the dimension (up to 3), or state the product"
        case "det": return "the determinant of a matrix whose dimension is a symbol is not written out; give the dimension (up to 3)"
        case "sqrtm": return "the root of a matrix has no formula; name a symmetric matrix R and state R R instead"
        case _ where isDerivativeAtValue: return "\(self): whether it may be taken under the integral is not seen at one value; state it for every value"
        default: return "there is no method for `\(self)`"
        }
    }
}
