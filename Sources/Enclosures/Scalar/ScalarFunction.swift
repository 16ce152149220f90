import Expressions

/// Functions of one real number that graphs of scalars are made of.
public enum ScalarFunction: Hashable, Sendable {
    case elementary(ElementaryFunction)
    /// Modified Bessel functions of a fixed order.
    case besselI(order: ScalarGraph.Node)
    case besselK(order: ScalarGraph.Node)
    /// 1 where the argument is positive, 0 elsewhere.
    case step
}
