import Arithmetic
import Expressions

/// Evidence for an equation between integrals: how the integrals of the difference of both sides are written
/// over common points, and the fields whose divergence the sum of their integrands is.
public struct Divergence: Hashable, Sendable {
    /// Names for the integrated points of one term. The integral of a density over further points is 1, so
    /// such factors may be put in.
    public struct Placement: Hashable, Sendable {
        public var points: [Point]
        /// `nil` where the points only take other names.
        public var change: LinearChange?
        public var masses: [Mass]

        public init(points: [Point], change: LinearChange? = nil, masses: [Mass] = []) {
            self.points = points
            self.change = change
            self.masses = masses
        }
    }

    public struct Mass: Hashable, Sendable {
        public let function: FunctionSymbol
        /// One for each argument.
        public let points: [Point]

        public init(function: FunctionSymbol, points: [Point]) {
            self.function = function
            self.points = points
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

    /// The integral over one point of what has a known moment; it joins the integrals over the other points,
    /// which take the names in `names`.
    public struct Reduction: Hashable, Sendable {
        public var point: Point
        public var density: FunctionSymbol
        /// The other points of the group, in their order, and their new names.
        public var names: [Point]

        public init(point: Point, density: FunctionSymbol, names: [Point]) {
            self.point = point
            self.density = density
            self.names = names
        }
    }

    /// The integrals over one set of points.
    public struct Group: Hashable, Sendable {
        public var points: [Point]
        public var fields: [Field]
        /// On a sphere: the integrand as a function near it. See `SphereCheck`.
        public var `extension`: Expression?
        /// How what is left is integrated by known moments, in this order.
        public var reductions: [Reduction]
        /// What is left then: without arbitrary functions of the points, its integral has a closed form.
        public var nullPart: Expression?

        public init(
            points: [Point], fields: [Field], extension: Expression? = nil, reductions: [Reduction] = [], nullPart: Expression? = nil
        ) {
            self.points = points
            self.fields = fields
            self.extension = `extension`
            self.reductions = reductions
            self.nullPart = nullPart
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
