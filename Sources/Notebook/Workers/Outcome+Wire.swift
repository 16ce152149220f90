import Enclosures
import Kernel
import Proving

extension Outcome {
    /// What an answer says, without when: it is the same for all that is kept.
    static func timeless(_ message: [UInt8]) -> [UInt8] {
        guard var record = try? WireRecord(decoding: message) else { return message }
        record.remove("accepted")
        return record.encoded
    }

    /// The outcome as a message from a worker.
    var wire: [UInt8] {
        var record = WireRecord()
        record.append("verdict", verdict.rawValue)
        record.append("evidence", evidence)
        record.append("side-condition", each: sideConditions)
        record.append("axiom", each: axioms)
        record.append("witness", witness)
        record.append("repair", repair)
        record.append("value", value)
        for row in table {
            record.append("row-label", row.label)
            record.append("row-verdict", row.verdict.rawValue)
            record.append("row-value", row.value.map { "=" + $0 } ?? "")
            record.append("row-remark", row.remark)
        }
        record.append("curve", each: curves.map(\.wire))
        record.append("reason", reason)
        record.append("certificate", certificate)
        if let accepted { record.append("accepted", accepted.nanoseconds) }
        record.append("limit-reached", limitReached)
        record.append("internal-error", internalError)
        record.append("by-definition", isByDefinition)
        return record.encoded
    }

    init(wire bytes: [UInt8]) throws {
        let record = try WireRecord(decoding: bytes)
        guard let verdict = Verdict(rawValue: try record.required("verdict")) else {
            throw WireRecord.Malformed(detail: "an unknown verdict")
        }
        self.init(verdict: verdict)
        evidence = try record.required("evidence")
        sideConditions = record.all("side-condition")
        axioms = record.all("axiom")
        witness = record.first("witness")
        repair = record.first("repair")
        value = record.first("value")
        table = try Self.rows(record)
        curves = try record.all("curve").map(Curve.init(wire:))
        reason = record.first("reason")
        certificate = record.first("certificate")
        if record.first("accepted") != nil { accepted = Moment(nanoseconds: try record.number("accepted")) }
        limitReached = record.isTrue("limit-reached")
        internalError = record.first("internal-error")
        isByDefinition = record.isTrue("by-definition")
    }

    private static func rows(_ record: WireRecord) throws -> [Row] {
        let columns = ["row-label", "row-verdict", "row-value", "row-remark"].map(record.all)
        guard columns.allSatisfy({ $0.count == columns[0].count }) else { throw WireRecord.Malformed(detail: "a table with a gap") }
        return try columns[0].indices.map { place in
            guard let verdict = Verdict(rawValue: columns[1][place]) else { throw WireRecord.Malformed(detail: "an unknown verdict") }
            let value = columns[2][place]
            return Row(
                label: columns[0][place], verdict: verdict, value: value.isEmpty ? nil : String(value.dropFirst()), remark: columns[3][place])
        }
    }
}
