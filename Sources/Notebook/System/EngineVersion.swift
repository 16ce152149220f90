import Kernel

/// The version of the engine.
public enum EngineVersion {
    /// `0.1.0`
    public static var number: String { Certificate.engine.split(separator: " ").last.map(String.init) ?? "" }

    /// The engine and the libraries that it runs on.
    public static var description: String {
        [Certificate.engine, LibraryVersions.description].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
