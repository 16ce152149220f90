import Kernel
import Proving

extension Outcome {
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
        record.append("table", each: table)
        record.append("reason", reason)
        record.append("certificate", certificate)
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
        table = record.all("table")
        reason = record.first("reason")
        certificate = record.first("certificate")
        limitReached = record.isTrue("limit-reached")
        internalError = record.first("internal-error")
        isByDefinition = record.isTrue("by-definition")
    }
}
