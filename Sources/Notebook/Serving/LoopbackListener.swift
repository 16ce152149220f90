import Glibc

/// A socket that only this machine reaches, and one conversation at a time on it.
public final class LoopbackListener {
    private let socket: Int32
    public let port: Int
    private static let longestHead = 16 << 10

    /// Port 0 takes any that is free.
    public init(port: Int) throws(SystemFailure) {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure("open a socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            let failure = SystemFailure("listen on port \(port)")
            close(descriptor)
            throw failure
        }
        socket = descriptor
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(socket) }

    /// Waits for a request and answers it. Returns at once when a signal comes.
    public func serve(_ answer: (HTTPRequest?) throws(SystemFailure) -> PageServer.Response) throws(SystemFailure) {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else { return }
        defer { close(connection) }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        // Whoever opens a connection and is silent does not keep the others waiting for long.
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard let head = LoopbackListener.head(from: connection) else { return }
        let request = HTTPRequest(head: head)
        let response = try answer(request)
        let body = Array(response.body.utf8)
        var text = "HTTP/1.1 \(response.status) \(LoopbackListener.phrase(response.status))\r\n"
        for (name, value) in response.headers { text += "\(name): \(value)\r\n" }
        text += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array(text.utf8) + (request?.method == "HEAD" ? [] : body)
        try? FileContents.write(bytes, to: connection, naming: "a page")
    }

    /// Everything up to the empty line; `nil` where it does not come, or is too long.
    private static func head(from connection: Int32) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < longestHead {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") { return String(text[..<end.lowerBound]) }
        }
        return nil
    }

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: return "OK"
        case 400: return "Bad Request"
        case 403: return "Forbidden"
        case 404: return "Not Found"
        case 405: return "Method Not Allowed"
        default: return "Error"
        }
    }
}
