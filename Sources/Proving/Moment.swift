#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A moment of the clock that all processes of a run share. What is found is the same whenever it is found: all moments are equal.
public struct Moment: Hashable, Sendable {
    public let nanoseconds: Int

    public init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

    public static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }

    public static func == (a: Moment, b: Moment) -> Bool { true }
    public func hash(into hasher: inout Hasher) {}
}
