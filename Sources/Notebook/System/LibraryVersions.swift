import Glibc

/// The versions of the C libraries, as the running libraries themselves tell them.
public enum LibraryVersions {
    /// `GMP 6.2.1, MPFR 4.2.0, FLINT 2.9.0, Arb 2.23.0`; a library that does not tell is left out.
    public static var description: String {
        [
            ("GMP", variable("__gmp_version")), ("MPFR", function("mpfr_get_version")),
            ("FLINT", array("flint_version")), ("Arb", variable("arb_version")),
        ].compactMap { name, version in version.map { "\(name) \($0)" } }.joined(separator: ", ")
    }

    private static func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(nil, name) }

    /// `const char *name`
    private static func variable(_ name: String) -> String? {
        symbol(name)?.load(as: UnsafePointer<CChar>?.self).map { String(cString: $0) }
    }

    /// `char name[]`
    private static func array(_ name: String) -> String? {
        symbol(name).map { String(cString: $0.assumingMemoryBound(to: CChar.self)) }
    }

    /// `const char *name(void)`
    private static func function(_ name: String) -> String? {
        typealias Getter = @convention(c) () -> UnsafePointer<CChar>?
        return symbol(name).flatMap { unsafeBitCast($0, to: Getter.self)() }.map { String(cString: $0) }
    }
}
