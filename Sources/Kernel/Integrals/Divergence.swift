import Arithmetic
import Expressions

/// Evidence for an equation between integrals: how the integrals of the difference of both sides are written
/// over common points, and the fields whose divergence the sum of their integrands is.
public struct Divergence: Hashable, Sendable {
    /// Names for the integrated points of one term. The integral of a density over a further point is 1, so
    /// such factors may be put in.
    public struct Placement: Hashable, Sendable {
        public var points: [Point]
        public var masses: [Mass]

        public init(points: [Point], masses: [Mass] = []) {
            self.points = points
            self.masses = masses
        }
    }

    public struct Mass: Hashable, Sendable {
        public let function: FunctionSymbol
        public let point: Point

        public init(function: FunctionSymbol, point: Point) {
            self.function = function
            self.point = point
        }
    }

    /// One component field, differentiated with respect to its point.
    public struct Field: Hashable, Sendable {
        public var point: Point
        /// `nil` for a point of the line.
        public var index: Index?
        public var component: Expression

        public init(point: Point, index: Index?, component: Expression) {
            self.point = point
            self.index = index
            self.component = component
        }
    }

    /// The integrals over one set of points.
    public struct Group: Hashable, Sendable {
        public var points: [Point]
        public var fields: [Field]

        public init(points: [Point], fields: [Field]) {
            self.points = points
            self.fields = fields
        }
    }

    /// For each term of the `IntegralSum` of the difference; a term with several placements is their mean.
    public var placements: [[Placement]]
    public var groups: [Group]
    public var form: IdentityForm

    public init(placements: [[Placement]], groups: [Group], form: IdentityForm) {
        self.placements = placements
        self.groups = groups
        self.form = form
    }
}
