import Testing

@testable import Jupyter

@Suite struct ConnectionFileTests {
    private func text(_ changes: [String: String] = [:]) -> [UInt8] {
        let members = [
            "shell_port": "1", "iopub_port": "2", "stdin_port": "3", "control_port": "4", "hb_port": "5", "ip": "\"127.0.0.1\"",
            "key": "\"k\"", "transport": "\"tcp\"", "signature_scheme": "\"hmac-sha256\"", "kernel_name": "\"\"",
        ].merging(changes) { $1 }
        return Array(("{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",") + "}").utf8)
    }

    @Test func addresses() throws {
        let file = try ConnectionFile(text())
        #expect(file.shell == "tcp://127.0.0.1:1")
        #expect(file.broadcast == "tcp://127.0.0.1:2")
        #expect(file.heartbeat == "tcp://127.0.0.1:5")
        #expect(try ConnectionFile(text(["ip": "\"localhost\""])) == file)
        let ipc = try ConnectionFile(text(["transport": "\"ipc\"", "ip": "\"/run/kernel\""]))
        #expect(ipc.control == "ipc:///run/kernel-4")
    }

    @Test(arguments: [
        ("ip", "\"0.0.0.0\""), ("ip", "\"*\""), ("ip", "\"192.168.0.1\""), ("ip", "\"127.0.0\""), ("ip", "\"127.0.0.256\""), ("ip", "\"127.0.0.1:80\""),
        ("ip", "\"eth0\""), ("ip", "1"), ("shell_port", "0"), ("shell_port", "65536"), ("shell_port", "\"1\""), ("shell_port", "2"),
        ("transport", "\"udp\""), ("key", "null"), ("signature_scheme", "\"hmac-md5\""),
    ]) func whatIsRefused(_ name: String, _ value: String) {
        let fault = #expect(throws: ConnectionFile.Fault.self) { try ConnectionFile(text([name: value])) }
        #expect(fault?.description.isEmpty == false)
    }

    @Test func noJSON() {
        for text in ["", "[]", "{", "\u{FEFF}{}"] { #expect(throws: ConnectionFile.Fault.self) { try ConnectionFile(Array(text.utf8)) } }
        #expect(throws: ConnectionFile.Fault.self) { try ConnectionFile([0x7B, 0xFF, 0x7D]) }
    }
}
