import CZeroMQ
import Glibc
import Jupyter
import Notebook

/// The kernel on its sockets, in one thread; the heartbeat has one of its own.
final class KernelServer {
    private let signature: MessageSignature
    private let writer: MessageWriter
    private let options: RunOptions
    private let shell: Socket
    private let control: Socket
    private let broadcast: Socket
    /// Nothing is ever asked here, but clients connect to it.
    private let input: Socket
    private var controlAnswers: ControlAnswers

    init(_ file: ConnectionFile, options: RunOptions) throws {
        self.options = options
        signature = MessageSignature(key: file.key)
        writer = MessageWriter(signature: signature)
        controlAnswers = ControlAnswers(writer: writer)
        let context = try ZeroMQContext()
        shell = try Socket(context, socket_router, at: file.shell)
        control = try Socket(context, socket_router, at: file.control)
        broadcast = try Socket(context, socket_pub, at: file.broadcast)
        input = try Socket(context, socket_router, at: file.input)
        try context.startHeartbeat(at: file.heartbeat)
    }

    /// Serves until a client asks for the end, or Jupyter has gone.
    func serve() throws {
        let interrupts = Kernel.Interrupts {
            Interruption.listenForever()
            self.controlAnswers.isInterrupted = false
        } areRequested: {
            self.answerControl()
            return Interruption.isRequested || self.controlAnswers.isInterrupted
        }
        var kernel = Kernel(options: options, writer: writer, interrupts: interrupts)
        send(.broadcast, writer.broadcast("status", .object([("execution_state", .string("starting"))]), about: nil))
        let isChild = getenv("JPY_PARENT_PID") != nil
        let parent = getppid()
        while !controlAnswers.isOver, !isChild || getppid() == parent {
            var items = [shell.pollItem, control.pollItem, input.pollItem]
            zmq_poll(&items, Int32(items.count), 1000)
            answerControl()
            _ = input.receive()
            guard !controlAnswers.isOver, let message = message(on: shell, "shell") else { continue }
            answer(message, with: &kernel)
        }
    }

    /// What has come by the time that an error is told was sent in the hope of success: it is not run. A client that knows
    /// of the error is heard again, so the waiting cells are collected before the reply.
    private func answer(_ message: Message, with kernel: inout Kernel) {
        guard !ControlAnswers.kinds.contains(message.kind) else { return controlAnswers.answer(message, on: .shell, send: send) }
        var closing: [(channel: Channel, frames: [[UInt8]])] = []
        let end = kernel.answer(message) { channel, frames in
            if channel == .shell || !closing.isEmpty { closing.append((channel, frames)) } else { self.send(channel, frames) }
        }
        let waiting = end == .failed ? waitingMessages() : []
        for (channel, frames) in closing { send(channel, frames) }
        for message in waiting {
            if ControlAnswers.kinds.contains(message.kind) {
                controlAnswers.answer(message, on: .shell, send: send)
            } else {
                _ = kernel.answer(message, isAborted: true, send: send)
            }
        }
    }

    /// Cells that were sent together may still be on their way when the first has failed.
    private func waitingMessages() -> [Message] {
        let silence = 20
        var messages: [Message] = []
        var items = [shell.pollItem]
        while zmq_poll(&items, Int32(items.count), silence) > 0 {
            while let message = message(on: shell, "shell") { messages.append(message) }
        }
        return messages
    }

    private func answerControl() {
        while let message = message(on: control, "control") { controlAnswers.answer(message, send: send) }
    }

    /// The next message; what is none is passed over with a note.
    private func message(on socket: Socket, _ name: String) -> Message? {
        while let frames = socket.receive() {
            do {
                return try Message(frames, signature: signature)
            } catch {
                StandardStream.error.write("notebook-kernel: dropped a message on the \(name) channel: \(error)\n")
            }
        }
        return nil
    }

    private func send(_ channel: Channel, _ frames: [[UInt8]]) {
        switch channel {
        case .shell: shell.send(frames)
        case .control: control.send(frames)
        case .broadcast: broadcast.send(frames)
        }
    }
}
