import Arithmetic
import CFLINT
import Enclosures

/// Sums a function over a grid of points, a product of axes.
///
/// What depends on some axes only is computed once for each of their points. The last axis is run through as a vector;
/// vectors that do not depend on an outer axis are kept in tables.
final class GridMachine<Number: LaneNumber> {
    struct Axis {
        let points: [Number]
        let weights: [Number]
    }

    struct Total {
        var sum: Number
        /// The sum of the absolute values.
        var size: Double
    }

    private struct Step {
        let instruction: ScalarProgram.Instruction
        let isVector: Bool
        let leftIsVector: Bool
        let rightIsVector: Bool
    }

    /// Instructions that depend on the same axes.
    private struct Group {
        var steps: [Step] = []
        let mask: Int
        /// Registers that others read, if the group is kept in tables.
        var kept: [Int] = []
        var tables: [UnsafeMutablePointer<Number>] = []
        var isFilled: [Bool] = []
        /// Outer axes that number the rows.
        var rows: [Int] = []
    }

    private let program: ScalarProgram
    private let axes: [Axis]
    private let last: Int
    private let length: Int
    private var vectors: [UnsafeMutablePointer<Number>]
    private var owned: [UnsafeMutablePointer<Number>?]
    private let masks: [Int]
    /// By the loop in which they run; -1 is before all loops.
    private var groups: [[Group]]
    private var index: [Int]
    private let zero: Number
    private let precision: Int
    private let ignoresUndefined: Bool

    /// - Parameter ignoresUndefined: whether values that are no numbers count as zero, for a survey.
    init(_ program: ScalarProgram, axes: [Axis], precision: Int, ignoresUndefined: Bool = false) {
        self.ignoresUndefined = ignoresUndefined
        self.program = program
        self.axes = axes
        self.precision = precision
        last = axes.count - 1
        length = axes[last].points.count
        index = [Int](repeating: 0, count: axes.count)
        zero = Number(Real(0, precision: precision))
        var masks = [Int](repeating: 0, count: program.registerCount)
        for number in 0..<axes.count { masks[number] = 1 << number }
        // In-place sums are run as one: the mask of a register is that of all that flows into it.
        for step in program.body {
            var mask = masks[step.target] | masks[step.left]
            if Self.readsRight(step.operation) { mask |= masks[step.right] }
            masks[step.target] = mask
            if step.operation == .sinCos { masks[step.right] = mask }
        }
        self.masks = masks
        let constants = RealMachine(program, precision: precision)
        vectors = []
        owned = []
        for register in 0..<program.registerCount {
            let isVector = masks[register] >> (axes.count - 1) & 1 == 1
            let count = isVector ? axes[axes.count - 1].points.count : 1
            let memory = UnsafeMutablePointer<Number>.allocate(capacity: count)
            let value = constants.registers + register
            // Constants have their value; everything else is written before it is read.
            let initial = masks[register] == 0 && mpfr_number_p(value) != 0
                ? Number(Real.make(precision: precision) { mpfr_set4($0, value, MPFR_RNDN, value.pointee._mpfr_sign) }) : zero
            memory.initialize(repeating: initial, count: count)
            vectors.append(memory)
            owned.append(memory)
        }
        groups = [[Group]](repeating: [], count: axes.count)
        arrange()
        for k in 0..<length { vectors[last][k] = axes[last].points[k] }
    }

    deinit {
        for (register, memory) in owned.enumerated() {
            guard let memory else { continue }
            memory.deinitialize(count: masks[register] >> last & 1 == 1 ? length : 1)
            memory.deallocate()
        }
        for group in groups.joined() {
            for table in group.tables {
                table.deinitialize(count: group.isFilled.count * length)
                table.deallocate()
            }
        }
    }

    private static func readsRight(_ operation: ScalarProgram.Operation) -> Bool {
        switch operation {
        case .add, .subtract, .multiply, .divide, .addProduct, .besselI, .besselK: return true
        default: return false
        }
    }

    private func arrange() {
        let vectorBit = 1 << last
        var order: [(level: Int, group: Group)] = []
        for instruction in program.body {
            let mask = masks[instruction.target]
            let outer = mask & ~vectorBit
            let level = outer == 0 ? 0 : Int.bitWidth - outer.leadingZeroBitCount
            let step = Step(
                instruction: instruction, isVector: mask & vectorBit != 0, leftIsVector: masks[instruction.left] & vectorBit != 0,
                rightIsVector: Self.readsRight(instruction.operation) && masks[instruction.right] & vectorBit != 0)
            if let place = order.firstIndex(where: { $0.group.mask == mask }) {
                order[place].group.steps.append(step)
            } else {
                order.append((level, Group(steps: [step], mask: mask)))
            }
        }
        // Operands of a group have submasks of its mask.
        order.sort { a, b in
            a.level != b.level ? a.level < b.level : a.group.mask.nonzeroBitCount < b.group.mask.nonzeroBitCount
        }
        var read: [Int: Set<Int>] = [:]
        for step in program.body {
            let mask = masks[step.target]
            read[step.left, default: []].insert(mask)
            if Self.readsRight(step.operation) { read[step.right, default: []].insert(mask) }
        }
        for (level, unarranged) in order {
            var group = unarranged
            let rows = (0..<last).filter { group.mask >> $0 & 1 == 1 }
            let count = rows.reduce(1) { $0 * axes[$1].points.count }
            if group.mask & vectorBit != 0, level > rows.count, count * length <= 1 << 22 {
                group.rows = rows
                group.isFilled = [Bool](repeating: false, count: count)
                for target in Set(group.steps.flatMap { $0.instruction.operation == .sinCos ? [$0.instruction.target, $0.instruction.right] : [$0.instruction.target] }).sorted()
                where program.results[0] == target || (read[target] ?? []).contains(where: { $0 != group.mask }) {
                    let table = UnsafeMutablePointer<Number>.allocate(capacity: count * length)
                    table.initialize(repeating: zero, count: count * length)
                    group.kept.append(target)
                    group.tables.append(table)
                }
            }
            groups[level].append(group)
        }
    }

    // MARK: Running

    /// The weighted sum over all points whose first coordinate has one of the numbers.
    func total(_ outer: Range<Int>) -> Total {
        run(level: 0)
        var total = Total(sum: zero, size: 0)
        if last == 0 {
            // One axis: the range selects from the vector.
            let (values, isVector) = resultVector()
            for k in outer {
                let term = values[isVector ? k : 0] * axes[0].weights[k]
                if ignoresUndefined && !term.estimate.isFinite { continue }
                total.sum.add(term)
                total.size += Swift.abs(term.estimate)
            }
            return total
        }
        for first in outer { add(&total, descend(0, first), axes[0].weights[first]) }
        return total
    }

    private func add(_ total: inout Total, _ part: Total, _ weight: Number) {
        total.sum.add(part.sum * weight)
        total.size += part.size * Swift.abs(weight.estimate)
    }

    private func resultVector() -> (UnsafeMutablePointer<Number>, Bool) {
        (vectors[program.results[0]], masks[program.results[0]] >> last & 1 == 1)
    }

    private func descend(_ axis: Int, _ number: Int) -> Total {
        index[axis] = number
        vectors[axis][0] = axes[axis].points[number]
        run(level: axis + 1)
        if axis + 1 == last {
            let (values, isVector) = resultVector()
            var sum = zero
            var term = zero
            var size = 0.0
            axes[last].weights.withUnsafeBufferPointer { weights in
                for k in 0..<length {
                    term.setProduct(values[isVector ? k : 0], weights[k])
                    if ignoresUndefined && !term.estimate.isFinite { continue }
                    sum.add(term)
                    size += Swift.abs(term.estimate)
                }
            }
            return Total(sum: sum, size: size)
        }
        var total = Total(sum: zero, size: 0)
        for next in 0..<axes[axis + 1].points.count { add(&total, descend(axis + 1, next), axes[axis + 1].weights[next]) }
        return total
    }

    private func run(level: Int) {
        for number in groups[level].indices {
            if groups[level][number].isFilled.isEmpty {
                execute(groups[level][number].steps)
                continue
            }
            var row = 0
            for axis in groups[level][number].rows { row = row * axes[axis].points.count + index[axis] }
            for (place, register) in groups[level][number].kept.enumerated() {
                vectors[register] = groups[level][number].tables[place] + row * length
            }
            if !groups[level][number].isFilled[row] {
                execute(groups[level][number].steps)
                groups[level][number].isFilled[row] = true
            }
        }
    }

    private func execute(_ steps: [Step]) {
        for step in steps {
            let instruction = step.instruction
            let target = vectors[instruction.target]
            let left = vectors[instruction.left]
            let count = step.isVector ? length : 1
            switch instruction.operation {
            case .add: combine(target, left, vectors[instruction.right], step, count) { $0.setSum($1, $2) }
            case .subtract: combine(target, left, vectors[instruction.right], step, count) { $0.setDifference($1, $2) }
            case .multiply: combine(target, left, vectors[instruction.right], step, count) { $0.setProduct($1, $2) }
            case .divide: combine(target, left, vectors[instruction.right], step, count) { $0.setQuotient($1, $2) }
            case .addProduct:
                let right = vectors[instruction.right]
                let (i, j) = (step.leftIsVector ? 1 : 0, step.rightIsVector ? 1 : 0)
                var term = zero
                for k in 0..<count {
                    term.setProduct(left[k * i], right[k * j])
                    target[k].add(term)
                }
            case .copy: transform(target, left, step, count) { $0 }
            case .negate: transform(target, left, step, count) { -$0 }
            case .squareRoot: transform(target, left, step, count) { $0.squareRoot() }
            case .invert:
                let one = Number(Real(1, precision: precision))
                transform(target, left, step, count) { one / $0 }
            case .scale, .addScaled:
                let factor = Number(Real(instruction.right, precision: max(precision, 64)))
                let i = step.leftIsVector ? 1 : 0
                if instruction.operation == .scale {
                    for k in 0..<count { target[k].setProduct(left[k * i], factor) }
                } else {
                    var term = zero
                    for k in 0..<count {
                        term.setProduct(left[k * i], factor)
                        target[k].add(term)
                    }
                }
            case .power:
                let exponent = program.literals[instruction.right]
                transform(target, left, step, count) { $0.power(exponent) }
            case .sinCos:
                let cosine = vectors[instruction.right]
                let i = step.leftIsVector ? 1 : 0
                for k in 0..<count {
                    let x = left[k * i]
                    target[k] = x.applying(.sin)
                    cosine[k] = x.applying(.cos)
                }
            case .besselI, .besselK:
                let order = vectors[instruction.right]
                let j = step.rightIsVector ? 1 : 0
                let i = step.leftIsVector ? 1 : 0
                for k in 0..<count { target[k] = left[k * i].bessel(instruction.operation, order: order[k * j]) }
            case .literal, .pi: break
            default:
                let operation = instruction.operation
                transform(target, left, step, count) { $0.applying(operation) }
            }
        }
    }

    @inline(__always) private func transform(
        _ target: UnsafeMutablePointer<Number>, _ left: UnsafeMutablePointer<Number>, _ step: Step, _ count: Int, _ body: (Number) -> Number
    ) {
        if step.leftIsVector || count == 1 {
            for k in 0..<count { target[k] = body(left[k]) }
        } else {
            let value = body(left[0])
            for k in 0..<count { target[k] = value }
        }
    }

    @inline(__always) private func combine(
        _ target: UnsafeMutablePointer<Number>, _ left: UnsafeMutablePointer<Number>, _ right: UnsafeMutablePointer<Number>, _ step: Step,
        _ count: Int, _ body: (inout Number, Number, Number) -> Void
    ) {
        switch (step.leftIsVector, step.rightIsVector) {
        case (true, true): for k in 0..<count { body(&target[k], left[k], right[k]) }
        case (true, false):
            let b = right[0]
            for k in 0..<count { body(&target[k], left[k], b) }
        case (false, true):
            let a = left[0]
            for k in 0..<count { body(&target[k], a, right[k]) }
        case (false, false):
            body(&target[0], left[0], right[0])
            for k in 1..<max(count, 1) { target[k] = target[0] }
        }
    }
}
