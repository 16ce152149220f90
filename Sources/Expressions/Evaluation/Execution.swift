import Arithmetic

/// A run of a program over a field, at an assignment.
public struct Execution<F: EvaluationField> {
    let program: Program
    let field: F
    let assignment: Assignment
    let memory: F.Memory
    let basis: TaylorBasis
    private var position = 0
    /// Points whose components are elements of the field, not rational numbers.
    private let coordinates: [Point: [F.Element]]

    public init(_ program: Program, in field: F, at assignment: Assignment, coordinates: [Point: [F.Element]] = [:]) throws {
        for (name, size) in program.dimensions where assignment.dimensions[name] != size {
            throw EvaluationError.unsupported("another dimension \(name)")
        }
        self.program = program
        self.field = field
        self.assignment = assignment
        self.coordinates = coordinates
        basis = program.bases[0]
        memory = field.memory(program.cellCount)
        for (cell, number) in program.numbers.enumerated() { memory[cell] = try field.number(number) }
    }

    /// The value of an output, by its place in the list that was compiled. What later outputs need has not run.
    public mutating func value(_ output: Int) throws -> F.Element {
        let result = program.results[output]
        while position < result.end {
            let instruction = program.instructions[position]
            try run(instruction.operation, program.slots[Int(instruction.slot)])
            position += 1
        }
        return leading(result.slot)
    }

    // MARK: Cells

    private static var zeroCell: Int { 0 }
    private static var oneCell: Int { 1 }

    func slot(_ number: Int32) -> Program.Slot { program.slots[Int(number)] }

    /// The constant coefficient.
    func leading(_ number: Int32) -> F.Element {
        let slot = slot(number)
        return memory[slot.count == 0 ? Self.zeroCell : slot.start]
    }

    func clear(_ cells: Range<Int>) {
        for cell in cells { memory.clear(cell) }
    }

    /// Adds the product, to the order of the target. The coefficients of `a` begin with number `first`.
    func multiply(_ a: Program.Slot, _ b: Program.Slot, into target: Program.Slot, from first: Int = 0) {
        let order = target.order, counts = basis.count
        for i in first..<max(first, min(a.count, counts[order])) where !memory.isExactZero(a.start + i) {
            let limit = min(b.count, counts[order - basis.degrees[i]])
            let row = basis.productStart[i]
            for j in 0..<limit {
                memory.addProduct(a.start + i, b.start + j, to: target.start + Int(basis.products[row + j]))
            }
        }
    }

    // MARK: Instructions

    private func run(_ operation: Program.Operation, _ target: Program.Slot) throws {
        switch operation {
        case .number, .annihilated: break
        case .pi: memory[target.start] = try field.pi()
        case .parameter(let number):
            let name = program.parameters[Int(number)]
            guard let value = assignment.parameters[name] else { throw EvaluationError.unsupported("the parameter \(name)") }
            memory[target.start] = try field.number(value)
        case .coordinate(let point, let component):
            if let values = coordinates[program.points[Int(point)]] {
                guard component <= values.count else { throw EvaluationError.unsupported("the point \(program.points[Int(point)].name)") }
                memory[target.start] = values[Int(component) - 1]
            } else {
                memory[target.start] = try field.number(coordinate(point, component))
            }
            let variable = Int(program.variables[Int(point)] + component)
            if target.count > 1 { memory[target.start + variable] = memory[Self.oneCell] }
        case .germ(let number): try germ(program.germs[Int(number)], target)
        case .jet(let number):
            let jet = program.jets[Int(number)], source = slot(jet.source).start
            transfer(jet, from: source, to: target.start)
        case .composition(let number): compose(program.jets[Int(number)], target)
        case .sum(let start, let count):
            for term in program.terms[Int(start)..<Int(start + count)] {
                let first = slot(term.first)
                if term.second >= 0 {
                    multiply(first, slot(term.second), into: target)
                } else {
                    for k in 0..<min(first.count, target.count) { memory.add(first.start + k, to: target.start + k) }
                }
            }
        case .product(let a, let b): multiply(slot(a), slot(b), into: target)
        case .power(let base, let exponent): try power(base, program.numbers[Int(exponent)], target)
        case .symbolicPower(let base, let exponent, let slot):
            try power(base, program.exponents[Int(exponent)], slot, target)
        case .elementary(let function, let argument): try elementary(function, slot(argument), leading(argument), target)
        case .bessel(let function, let order, let argument):
            guard target.order <= 0 else { throw EvaluationError.unsupported("a series of a Bessel function") }
            memory[target.start] = try field.bessel(function, order: leading(order), leading(argument))
        case .derivative(let body, let variable):
            let body = slot(body)
            for k in 0..<target.count {
                let source = basis.raising(k, Int(variable))
                guard source < body.count else { continue }
                let factor = program.integers[basis.exponent(source, Int(variable))]
                memory.addProduct(body.start + source, factor, to: target.start + k)
            }
        }
    }

    private func coordinate(_ point: Int32, _ component: Int32) throws -> Rational {
        let point = program.points[Int(point)]
        guard let values = assignment.points[point], component <= values.count else {
            throw EvaluationError.unsupported("the point \(point.name)")
        }
        return values[Int(component) - 1]
    }

    // MARK: Function symbols

    private func germ(_ germ: Program.Germ, _ target: Program.Slot) throws {
        guard let function = assignment.functions[germ.function] else {
            throw EvaluationError.unsupported("the function \(germ.function.name)")
        }
        let basis = program.bases[germ.basis]
        if let point = try exactArguments(germ) {
            let coefficients = try function.taylorCoefficients(germ.value, at: point, basis, RationalField())
            for (k, value) in coefficients.enumerated() where !value.isZero { memory[target.start + k] = try field.number(value) }
        } else {
            let coefficients = try function.taylorCoefficients(germ.value, at: germ.arguments.map(leading), basis, field)
            for (k, value) in coefficients.enumerated() { memory[target.start + k] = value }
        }
    }

    /// The arguments of a function at plain points.
    private func exactArguments(_ germ: Program.Germ) throws -> [Rational]? {
        if let places = germ.coordinates, places.contains(where: { coordinates[program.points[Int($0.point)]] != nil }) { return nil }
        return try germ.coordinates?.map { try coordinate($0.point, $0.component) }
    }

    private func transfer(_ jet: Program.Jet, from source: Int, to target: Int) {
        for transfer in program.transfers[jet.transfers] {
            memory.addProduct(source + Int(transfer.source), Int(transfer.factor), to: target + Int(transfer.target))
        }
    }

    /// `Σ c_β Π (x_k - x_k(0))^β_k` with the coefficients of a derivative.
    private func compose(_ jet: Program.Jet, _ target: Program.Slot) {
        let germ = program.germs[Int(jet.germ)]
        let germBasis = program.bases[germ.basis]
        let count = germBasis.count[target.order]
        let coefficients = program.scratch
        clear(coefficients..<(coefficients + count * (target.count + 1)))
        transfer(jet, from: slot(jet.source).start, to: coefficients)
        for beta in 0..<count {
            let power = Program.Slot(
                start: coefficients + count + beta * target.count, count: target.count, order: target.order)
            if beta == 0 {
                memory[power.start] = memory[Self.oneCell]
            } else {
                let lower = Program.Slot(
                    start: coefficients + count + germBasis.parents[beta] * target.count, count: target.count, order: target.order)
                multiply(slot(germ.arguments[germBasis.lastVariable[beta]]), lower, into: power, from: 1)
            }
            guard !memory.isExactZero(coefficients + beta) else { continue }
            for k in 0..<target.count { memory.addProduct(coefficients + beta, power.start + k, to: target.start + k) }
        }
    }
}

extension EvaluationField {
    /// The value of an expression at values of its free indices.
    public func value(_ expression: Expression, _ indices: [Index: Int] = [:], at assignment: Assignment) throws -> Element {
        let program = try Program([Program.Output(expression, indices)], dimensions: assignment.dimensions)
        var execution = try Execution(program, in: self, at: assignment)
        return try execution.value(0)
    }
}
