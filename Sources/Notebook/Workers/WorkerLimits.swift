/// What one claim may use before its worker is stopped.
public struct WorkerLimits: Hashable, Sendable {
    /// Wall time of one claim.
    public var seconds: Double
    /// Address space of the worker.
    public var mebibytes: Int

    public init(seconds: Double = 10, mebibytes: Int = 512) {
        self.seconds = seconds
        self.mebibytes = mebibytes
    }

    /// The arguments after the executable's name that start a worker with these limits.
    public var workerArguments: [String] { ["worker", String(mebibytes), String(Int(seconds.rounded(.up)) + 2)] }
}
