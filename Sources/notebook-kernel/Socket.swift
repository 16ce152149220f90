import CZeroMQ
import Glibc
import Jupyter
import Notebook

/// The library's own state. At its end it waits, not for long, until what was told last is sent.
final class ZeroMQContext {
    fileprivate let pointer: UnsafeMutableRawPointer

    init() throws {
        guard let pointer = zmq_ctx_new() else { throw ZeroMQFailure("start libzmq") }
        self.pointer = pointer
    }

    deinit {
        while zmq_ctx_term(pointer) != 0, zmq_errno() == EINTR {}
    }

    /// Answers Jupyter's heartbeats from here on, in a thread of its own.
    func startHeartbeat(at address: String) throws {
        guard start_heartbeat(pointer, address) == 0 else { throw ZeroMQFailure("listen on \(address)") }
    }
}

/// A bound socket of libzmq, for messages of several frames.
final class Socket {
    private let context: ZeroMQContext
    private let socket: UnsafeMutableRawPointer
    private static let mostFrames = 1000

    init(_ context: ZeroMQContext, _ kind: Int32, at address: String) throws {
        guard let socket = zmq_socket(context.pointer, kind) else { throw ZeroMQFailure("open a socket") }
        self.context = context
        self.socket = socket
        // What was told last still reaches those who listen.
        var linger: Int32 = 1000
        zmq_setsockopt(socket, option_linger, &linger, MemoryLayout<Int32>.size)
        var longest = Int64(Message.longest)
        zmq_setsockopt(socket, option_longest_frame, &longest, MemoryLayout<Int64>.size)
        if kind == socket_router {
            // A client that comes back under its name is the same client.
            var yes: Int32 = 1
            zmq_setsockopt(socket, option_handover, &yes, MemoryLayout<Int32>.size)
        }
        guard zmq_bind(socket, address) == 0 else {
            throw ZeroMQFailure("listen on \(address)")
        }
    }

    deinit { zmq_close(socket) }

    var pollItem: zmq_pollitem_t { zmq_pollitem_t(socket: socket, fd: 0, events: event_readable, revents: 0) }

    /// The frames of the next message, if there is one; of one with very many or very long frames only the first.
    func receive() -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        var length = 0
        var frame = zmq_msg_t()
        zmq_msg_init(&frame)
        defer { zmq_msg_close(&frame) }
        repeat {
            while zmq_msg_recv(&frame, socket, flag_at_once) < 0 {
                if errno != EINTR { return nil }
            }
            if frames.count < Socket.mostFrames, length <= Message.longest {
                frames.append(Array(UnsafeRawBufferPointer(start: zmq_msg_data(&frame), count: zmq_msg_size(&frame))))
                length += zmq_msg_size(&frame)
            }
        } while zmq_msg_more(&frame) != 0
        return frames
    }

    /// Sends a message. One whose receiver has gone away is dropped.
    func send(_ frames: [[UInt8]]) {
        for (place, frame) in frames.enumerated() {
            let flags = flag_at_once | (place + 1 < frames.count ? flag_more : 0)
            while zmq_send(socket, frame, frame.count, flags) < 0 {
                if errno != EINTR { return }
            }
        }
    }
}

/// A call to libzmq that failed.
struct ZeroMQFailure: Error, CustomStringConvertible {
    let description: String

    init(_ action: String) { description = "cannot \(action): \(String(cString: zmq_strerror(zmq_errno())))" }
}
