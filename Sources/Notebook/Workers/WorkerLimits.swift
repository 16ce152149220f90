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

    /// A little after the time limit no worker lives any more.
    var alarm: UInt32 { UInt32(seconds.rounded(.up)) + 2 }

    /// The arguments after the executable's name that start a worker with these limits.
    public var workerArguments: [String] { ["worker", String(mebibytes), String(seconds)] }

    /// Reads the arguments after the word `worker`.
    public init?(workerArguments arguments: [String]) {
        guard arguments.count == 2, let mebibytes = Int(arguments[0]), let seconds = Double(arguments[1]) else { return nil }
        self.init(seconds: seconds, mebibytes: mebibytes)
    }
}
