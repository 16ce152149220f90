import Glibc
import Kernel

// Checks certificates with the kernel alone: nothing of the search, the language or the notebook is linked.
//
//     notebook-verify [--statements] [--] CERTIFICATE…
//
// Exit status: 0 every certificate was accepted, 1 one was rejected, 2 one could not be read.

/// A line on standard error.
func complain(_ text: String) {
    let line = text + "\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
}

signal(SIGPIPE, SIG_IGN)
var stackLimit = rlimit()
if getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stackLimit) == 0, stackLimit.rlim_cur < 64 << 20 {
    stackLimit.rlim_cur = min(64 << 20, stackLimit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stackLimit)
}

var arguments = CommandLine.arguments.dropFirst()
var showsStatements = false
if arguments.first == "--statements" {
    showsStatements = true
    arguments = arguments.dropFirst()
}
if arguments.first == "--" { arguments = arguments.dropFirst() }
if arguments.isEmpty || arguments.first?.hasPrefix("--") == true && arguments.count == 1 {
    complain("usage: notebook-verify [--statements] [--] CERTIFICATE…")
    exit(2)
}

var status: Int32 = 0
for path in arguments {
    let report = CertificateReport(path)
    if let line = report.accepted {
        print(line)
        if showsStatements, let statement = report.statement {
            for line in statement.split(separator: "\n") { print("    \(line)") }
        }
    } else {
        complain("\(path): \(report.complaint)")
    }
    status = max(status, report.status)
}
exit(status)
