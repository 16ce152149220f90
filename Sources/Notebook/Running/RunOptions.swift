/// What a run is asked to do.
public struct RunOptions: Sendable {
    /// The claims to run, by name; all where it is empty.
    public var only: Set<String> = []
    /// Significant digits of the numeric self-check.
    public var digits: Int?
    public var limits = WorkerLimits()
    /// Workers at a time.
    public var jobs = 1
    /// Results of earlier runs; `nil` to read and keep none.
    public var cache: ResultCache?
    /// The executable that serves as worker.
    public var workerExecutable = "/proc/self/exe"

    public init() {}

    /// Bits that carry `digits` decimal digits and some to spare.
    var precision: Int { digits.map { $0 * 3322 / 1000 + 32 } ?? 128 }
}
