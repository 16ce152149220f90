import Arithmetic

/// From values to code: the order to which each series is needed, and where it lies in memory.
extension Compiler {
    private static let cellLimit = 1 << 22

    mutating func program() throws -> Program {
        let orders = demandedOrders()
        var order = 0
        for (slot, degree) in degrees.enumerated() where orders[slot] >= 0 && !isGerm(slot) {
            order = max(order, Int(min(orders[slot], degree)))
        }
        var bases = [try TaylorBasis(variables: variableCount, order: order)]
        let integers = (0...(order + 1)).map { Int(cell(Rational($0))) }
        let transfers = try layOutGerms(orders, &bases)

        var slots = [Program.Slot](repeating: Program.Slot(), count: operations.count)
        var instructions: [Program.Instruction] = []
        var firstInstruction: [Int] = []
        var next = numbers.count
        var scratch = 4 * bases[0].multiIndexCount
        for (number, operation) in operations.enumerated() {
            firstInstruction.append(instructions.count)
            if case .number(let cell) = operation {
                slots[number] = Program.Slot(start: Int(cell), count: degrees[number] < 0 ? 0 : 1)
                continue
            }
            guard orders[number] >= 0 else { continue }
            let basis: TaylorBasis
            if case .germ(let germ) = operation { basis = bases[germs[Int(germ)].basis] } else { basis = bases[0] }
            let order = min(Int(min(orders[number], degrees[number])), basis.order)
            let count = order < 0 ? 0 : basis.count[order]
            slots[number] = Program.Slot(start: next, count: count, order: max(order, 0))
            next += count
            if next > Self.cellLimit { throw EvaluationError.tooLarge }
            if case .composition(let jet) = operation {
                scratch = max(scratch, bases[germs[Int(jets[Int(jet)].germ)].basis].count[order] * (count + 1))
            }
            if count > 0 { instructions.append(Program.Instruction(operation: operation, slot: Int32(number))) }
        }
        firstInstruction.append(instructions.count)
        return Program(
            dimensions: dimensions, bases: bases, points: points, parameters: parameters, exponents: exponents,
            numbers: numbers, integers: integers, germs: germs, jets: jets, transfers: transfers, terms: terms,
            slots: slots, variables: variables, instructions: instructions,
            results: ends.map { Program.Result(slot: $0.slot, end: firstInstruction[$0.end]) },
            scratch: next, cellCount: next + scratch)
    }

    private func isGerm(_ slot: Int) -> Bool {
        if case .germ = operations[slot] { return true }
        return false
    }

    /// The order to which each value is needed; -1 for those that need not be computed.
    private func demandedOrders() -> [Int32] {
        var orders = [Int32](repeating: -1, count: operations.count)
        func demand(_ slot: Int32, _ order: Int32) { if orders[Int(slot)] < order { orders[Int(slot)] = order } }
        for end in ends { demand(end.slot, 0) }
        for number in operations.indices.reversed() {
            if orders[number] < 0 {
                // What may be undefined is computed even if nothing depends on its value.
                guard !isTotal[number], mayFail(operations[number]) else { continue }
                orders[number] = 0
            }
            let order = orders[number]
            switch operations[number] {
            case .number, .pi, .parameter, .coordinate: break
            case .germ(let germ): for argument in germs[Int(germ)].arguments { demand(argument, 0) }
            case .jet(let place), .composition(let place):
                let jet = jets[Int(place)]
                let own = min(order, degrees[number])
                demand(jet.source, own + Int32(jet.derivatives.count))
                if jet.variables == nil { for argument in germs[Int(jet.germ)].arguments { demand(argument, own) } }
            case .sum(let start, let count):
                for term in terms[Int(start)..<Int(start + count)] {
                    demand(term.first, order)
                    if term.second >= 0 { demand(term.second, order) }
                }
            case .product(let a, let b), .annihilated(let a, let b), .symbolicPower(let a, _, let b), .bessel(_, let a, let b):
                demand(a, order)
                demand(b, order)
            case .power(let a, _), .elementary(_, let a): demand(a, order)
            case .derivative(let a, _): demand(a, order + 1)
            }
        }
        return orders
    }

    private func mayFail(_ operation: Operation) -> Bool {
        switch operation {
        case .power, .symbolicPower, .elementary, .bessel, .germ: return true
        case .number, .pi, .parameter, .coordinate, .jet, .composition, .sum, .product, .derivative, .annihilated:
            return false
        }
    }

    /// Chooses the basis of every germ, and which of its coefficients make up each derivative:
    /// `∂^α f` has (α+β)!/β! times the coefficient of f at α+β for its coefficient at β.
    private mutating func layOutGerms(_ orders: [Int32], _ bases: inout [TaylorBasis]) throws -> [Program.Transfer] {
        var transfers: [Program.Transfer] = []
        for (slot, operation) in operations.enumerated() where orders[slot] >= 0 {
            switch operation {
            case .germ(let number):
                let size = germs[Int(number)].arguments.count, order = Int(orders[slot])
                if let known = bases.firstIndex(where: { $0.variables == size && $0.order == order }) {
                    germs[Int(number)].basis = known
                } else {
                    germs[Int(number)].basis = bases.count
                    bases.append(try TaylorBasis(variables: size, order: order))
                }
            case .jet(let number), .composition(let number):
                let jet = jets[Int(number)]
                let start = transfers.count
                let basis = bases[germs[Int(jet.germ)].basis]
                let order = Int(min(orders[slot], degrees[slot]))
                let targets = jet.variables.map { placed($0, basis, order, bases[0]) }
                for beta in 0..<basis.count[order] {
                    let target = targets?[beta] ?? beta
                    if target < 0 { continue }
                    var source = beta
                    var factor: Rational = jet.isNegative ? -1 : 1
                    for variable in jet.derivatives {
                        source = basis.raising(source, Int(variable))
                        factor = factor * Rational(basis.exponent(source, Int(variable)))
                    }
                    transfers.append(Program.Transfer(
                        source: Int32(source), factor: cell(factor), target: Int32(target)))
                }
                jets[Int(number)].transfers = start..<transfers.count
            default: break
            }
        }
        return transfers
    }

    /// The numbers in the basis of the series of a germ's multi-indices; -1 where a variable is missing.
    private func placed(_ variables: [Int32], _ basis: TaylorBasis, _ order: Int, _ series: TaylorBasis) -> [Int] {
        var result = [0]
        for beta in stride(from: 1, to: basis.count[order], by: 1) {
            let parent = result[basis.parents[beta]], variable = variables[basis.lastVariable[beta]]
            result.append(parent < 0 || variable < 0 ? -1 : series.raising(parent, Int(variable)))
        }
        return result
    }
}
