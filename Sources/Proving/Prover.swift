import Kernel

/// Decides statements: the one entrance to the searches of this layer.
public enum Prover {
    public static func run(_ task: Task) -> Outcome {
        Outcome(verdict: .unknown)
    }
}
