import Foundation
import Kernel
import Language
import Notebook

/// One text for one reader; NOTEBOOK_FUZZ says which. A reader may refuse it; it may not crash, hang, or change it in passing.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    switch reader {
    case "certificate": readCertificate(bytes)
    case "markdown": readMarkdown(bytes)
    case "json": readJSON(bytes)
    case "syntax": readSyntax(bytes)
    default: readLanguage(bytes)
    }
    return 0
}

private let reader = ProcessInfo.processInfo.environment["NOTEBOOK_FUZZ"] ?? "language"

/// Lexer, parser, formatter.
private func readSyntax(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard Parser.parse(text).diagnostics.isEmpty, let formatted = try? Formatter.format(text) else { return }
    precondition((try? Formatter.format(formatted)) == formatted, "formatting twice differs from formatting once")
}

/// Parser and type checker; what is understood reads back as itself.
private func readLanguage(_ bytes: [UInt8]) {
    var elaborator = Elaborator()
    for item in elaborator.elaborate(Parser.parse(String(decoding: bytes, as: UTF8.self)).statements) {
        guard let statement = item.statement else { continue }
        let written = statement.text
        guard let read = try? Statement(text: written) else { continue }
        precondition(read.text == written, "a statement reads as another")
    }
}

private func readCertificate(_ bytes: [UInt8]) {
    guard let certificate = try? Certificate(text: String(decoding: bytes, as: UTF8.self)) else { return }
    let written = certificate.text
    precondition((try? Certificate(text: written))?.text == written, "a certificate reads as another")
}

private func readMarkdown(_ bytes: [UInt8]) {
    guard let document = try? Document(bytes) else { return }
    _ = ProseHTML.text(of: document) { _ in "" }
}

private func readJSON(_ bytes: [UInt8]) {
    guard let value = JSONReader.read(bytes) else { return }
    // 1e3 is written as 1000, another spelling of the same number.
    precondition(JSONReader.read(value.text)?.text == value.text, "a value reads as another")
}
