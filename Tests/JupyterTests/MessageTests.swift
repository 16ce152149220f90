import Notebook
import Testing

@testable import Jupyter

/// Frames as a client sends them.
enum Frames {
    static let signature = MessageSignature(key: "a0436f6c-1916-498b-8eb9-e81ab9368e84")

    static func parts(_ kind: String, _ content: String, metadata: String = "{}") -> [[UInt8]] {
        let header = "{\"msg_id\":\"m\",\"session\":\"s\",\"username\":\"u\",\"date\":\"\",\"msg_type\":\"\(kind)\",\"version\":\"5.3\"}"
        return [header, "{}", metadata, content].map { Array($0.utf8) }
    }

    static func signed(_ parts: [[UInt8]], identities: [[UInt8]] = [[1, 0, 255]]) -> [[UInt8]] {
        identities + [Array("<IDS|MSG>".utf8), signature.sign(parts)] + parts
    }
}

@Suite struct MessageTests {
    /// RFC 4231, test case 2.
    @Test func theSignatureIsHMAC() {
        let code = MessageSignature(key: "Jefe").sign([Array("what do ya ".utf8), [], Array("want for nothing?".utf8)])
        #expect(String(decoding: code, as: UTF8.self) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func aSignedMessageIsRead() throws {
        let frames = Frames.signed(Frames.parts("execute_request", "{\"code\":\"1\"}"), identities: [[1], [], [2, 3]]) + [[9, 9]]
        let message = try Message(frames, signature: Frames.signature)
        #expect(message.kind == "execute_request")
        #expect(message.identities == [[1], [], [2, 3]])
        #expect(message.content["code"] == .string("1"))
        #expect(message.session == "s")
    }

    /// Every single changed bit of what is signed, and of the signature, is noticed.
    @Test func aChangedMessageIsNotRead() throws {
        let frames = Frames.signed(Frames.parts("shutdown_request", "{}"))
        for frame in 2..<frames.count {
            for byte in frames[frame].indices {
                var changed = frames
                changed[frame][byte] ^= 1 << UInt8(byte % 8)
                #expect(throws: Message.Fault.wrongSignature) { try Message(changed, signature: Frames.signature) }
            }
        }
        #expect(throws: Message.Fault.wrongSignature) {
            try Message(frames, signature: MessageSignature(key: "another"))
        }
        var unsigned = frames
        unsigned[2] = []
        #expect(throws: Message.Fault.wrongSignature) { try Message(unsigned, signature: Frames.signature) }
        #expect(throws: Never.self) { try Message(unsigned, signature: MessageSignature(key: "")) }
        // Parts that were exchanged among each other.
        #expect(throws: Message.Fault.wrongSignature) {
            try Message(Array(frames[..<3]) + [frames[4], frames[3], frames[5], frames[6]], signature: Frames.signature)
        }
    }

    @Test func hostileFramesAreRefused() throws {
        func fault(_ frames: [[UInt8]]) -> Message.Fault? {
            do {
                _ = try Message(frames, signature: Frames.signature)
                return nil
            } catch {
                return error
            }
        }
        let delimiter = Array("<IDS|MSG>".utf8)
        #expect(fault([]) == .noDelimiter)
        #expect(fault([[1], [2], [3]]) == .noDelimiter)
        #expect(fault([delimiter]) == .missingParts(found: 0))
        #expect(fault([delimiter, delimiter, [], [], []]) == .missingParts(found: 4))
        #expect(fault(Frames.signed(Frames.parts("x", "[]"))) == .noObject(part: "content"))
        #expect(fault(Frames.signed(Frames.parts("x", "{"))) == .noObject(part: "content"))
        #expect(fault(Frames.signed(Frames.parts("x", "{}", metadata: "1"))) == .noObject(part: "metadata"))
        #expect(fault(Frames.signed(Frames.parts("x", String(repeating: "{\"a\":", count: 100_000)))) == .noObject(part: "content"))
        var parts = Frames.parts("x", "{}")
        parts[3] = [0x7B, 0xFF, 0x7D]
        #expect(fault(Frames.signed(parts)) == .noObject(part: "content"))
        parts = Frames.parts("x", "{}")
        parts[0] = Array("{\"msg_type\":3}".utf8)
        #expect(fault(Frames.signed(parts)) == .noKind)
    }

    /// Signed or not, whatever the frames are: a message or a fault.
    @Test func randomFramesAreReadOrRefused() {
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = ["<IDS|MSG>", "{}", "", "{\"msg_type\":\"execute_request\"}", "[", "\u{0}", "{\"code\":1}"].map { Array($0.utf8) }
        var read = 0
        for _ in 0..<3000 {
            let frames = (0..<random(9)).map { _ in pieces[random(pieces.count)] }
            if (try? Message(frames, signature: MessageSignature(key: ""))) != nil { read += 1 }
            #expect((try? Message(frames, signature: Frames.signature)) == nil)
        }
        #expect(read > 0)
    }

    @Test func anAnswerRepeatsTheHeaderAndIsSigned() throws {
        let frames = Frames.signed(Frames.parts("kernel_info_request", "{}"), identities: [[7]])
        let message = try Message(frames, signature: Frames.signature)
        let answer = MessageWriter(signature: Frames.signature).answer(to: message, "kernel_info_reply", .emptyObject)
        #expect(answer[0] == [7])
        #expect(answer[4] == frames[3])
        let read = try Message(answer, signature: Frames.signature)
        #expect(read.kind == "kernel_info_reply")
    }
}
