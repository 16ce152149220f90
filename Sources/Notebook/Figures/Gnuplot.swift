import Glibc

/// The program that draws figures.
public enum Gnuplot {
    /// Wall time of one figure, in milliseconds.
    private static let patience = 20_000

    /// Whether it is in the path.
    public static var isInstalled: Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { access(Path.join(String($0), "gnuplot"), X_OK) == 0 }
    }

    /// What gnuplot writes on a script. It reads no start-up file and, of the environment, only the path.
    static func output(of script: String) throws(FigureFailure) -> String {
        guard isInstalled else { throw .gnuplotIsMissing }
        // Files, not pipes: neither side waits for the other.
        guard let input = tmpfile(), let output = tmpfile() else { throw .gnuplotFailed("no temporary file can be made") }
        defer {
            fclose(input)
            fclose(output)
        }
        do throws(SystemFailure) {
            try FileContents.write(Array(script.utf8), to: fileno(input), naming: "the script")
        } catch {
            throw .gnuplotFailed("\(error)")
        }
        rewind(input)
        let status = try run(reading: fileno(input), writing: fileno(output))
        guard status == 0 else { throw .gnuplotFailed("it ended with status \(status)") }
        rewind(output)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(fileno(output), &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func run(reading input: Int32, writing output: Int32) throws(FigureFailure) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("gnuplot"), strdup("-d"), nil]
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        var surroundings: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=\(path)"), strdup("LC_ALL=C"), nil]
        defer { for word in words + surroundings { free(word) } }
        var child = pid_t()
        let code = posix_spawnp(&child, "gnuplot", &actions, nil, &words, &surroundings)
        guard code == 0 else { throw code == ENOENT ? .gnuplotIsMissing : .gnuplotFailed(String(cString: strerror(code))) }
        var status: Int32 = 0
        for _ in 0..<patience {
            if waitpid(child, &status, WNOHANG) == child { return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f }
            usleep(1000)
        }
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        throw .gnuplotFailed("it takes too long")
    }
}
