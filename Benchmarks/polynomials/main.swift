import Arithmetic
import Glibc

// Polynomial arithmetic on three standard problems, in CPU seconds:
//   dense       p (p + 1) with p = (1 + x + y + z + w)^20; the product is timed
//   fractions   sum_i x_i^7 / prod_{j != i} (x_i - x_j) - h_2(x) = 0 in six variables
//   sparse      the product of two twelfth powers in five variables (Monagan and Pearce)
// usage: polynomials-benchmark [dense|fractions|sparse]

func cpuSeconds(_ work: () throws -> Void) rethrows -> Double {
    var begin = timespec()
    var end = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin)
    try work()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
    return Double(end.tv_sec - begin.tv_sec) + Double(end.tv_nsec - begin.tv_nsec) * 1e-9
}

func dense() throws -> (Double, String) {
    let ring = PolynomialRing(variables: ["x", "y", "z", "w"])
    let p = try ring.generators.reduce(ring.one, +).power(20)
    let q = p + 1
    var product = ring.zero
    let seconds = cpuSeconds { product = p * q }
    return (seconds, "\(product.totalTermCount) terms")
}

func fractions() throws -> (Double, String) {
    let n = 6
    let ring = PolynomialRing(variables: (0..<n).map { "x\($0)" })
    let x = ring.generators
    var isZero = false
    let seconds = try cpuSeconds {
        var sum = RationalFunction(ring.zero)
        var h = ring.zero
        for i in 0..<n {
            var product = ring.one
            for j in 0..<n where j != i { product *= x[i] - x[j] }
            sum = try sum + RationalFunction(x[i].power(n + 1), product)
            for j in i..<n { h += x[i] * x[j] }
        }
        isZero = try (sum - RationalFunction(h)).isZero
    }
    return (seconds, isZero ? "zero" : "NOT ZERO")
}

func sparse() throws -> (Double, String) {
    let ring = PolynomialRing(variables: ["x", "y", "z", "w", "u"])
    let v = ring.generators
    func form(_ order: [Int]) throws -> Polynomial {
        let (a, b, c, d, e) = (v[order[0]], v[order[1]], v[order[2]], v[order[3]], v[order[4]])
        return try (a + b + 2 * c.power(2) + 3 * d.power(3) + 5 * e.power(5) + 1).power(12)
    }
    let p = try form([0, 1, 2, 3, 4])
    let q = try form([4, 3, 2, 1, 0])
    var product = ring.zero
    let seconds = cpuSeconds { product = p * q }
    return (seconds, "\(product.totalTermCount) terms")
}

let problems = [("dense", dense), ("fractions", fractions), ("sparse", sparse)]
let chosen = CommandLine.arguments.dropFirst()
for (name, problem) in problems where chosen.isEmpty || chosen.contains(name) {
    let (seconds, result) = try problem()
    let microseconds = Int((seconds * 1e6).rounded())
    let digits = String(microseconds % 1_000_000)
    let fraction = String(repeating: "0", count: 6 - digits.count) + digits
    print("\(name) \(microseconds / 1_000_000).\(fraction) s  \(result)")
}
