import Notebook

/// The control channel: what is answered even while claims are being decided.
public struct ControlAnswers: Sendable {
    /// Someone has asked to stop the cell that runs.
    public var isInterrupted = false
    /// Someone has asked to end the kernel.
    public private(set) var isOver = false
    private let writer: MessageWriter

    public init(writer: MessageWriter) { self.writer = writer }

    public mutating func answer(_ message: Message, on channel: Channel = .control, send: (Channel, [[UInt8]]) -> Void) {
        func state(_ word: String) { send(.broadcast, writer.broadcast("status", .object([("execution_state", .string(word))]), about: message)) }
        let ok = ("status", JSON.string("ok"))
        state("busy")
        switch message.kind {
        case "interrupt_request":
            isInterrupted = true
            send(channel, writer.answer(to: message, "interrupt_reply", .object([ok])))
        case "shutdown_request":
            isInterrupted = true
            isOver = true
            let content = JSON.object([ok, ("restart", .bool(message.content.flag("restart", else: false)))])
            send(channel, writer.answer(to: message, "shutdown_reply", content))
            send(.broadcast, writer.broadcast("shutdown_reply", content, about: message))
        case "kernel_info_request":
            send(channel, writer.answer(to: message, "kernel_info_reply", ControlAnswers.information))
        default: break
        }
        state("idle")
    }

    /// What is answered here, whatever channel it comes on.
    public static let kinds: Set<String> = ["interrupt_request", "shutdown_request", "kernel_info_request"]

    private static let information = JSON.object([
        ("status", .string("ok")), ("protocol_version", .string(MessageWriter.protocolVersion)), ("implementation", .string("notebook")),
        ("implementation_version", .string(EngineVersion.number)), ("language_info", KernelSpecification.language),
        ("banner", .string(EngineVersion.description + "\n`:help` lists questions about the session.")), ("debugger", .bool(false)),
        ("help_links", .array([])),
    ])
}
