@testable import Notebook

/// The part of JSON Schema that our own schema uses. Any other keyword is a fault of the schema.
struct JSONSchema {
    let root: JSON

    private static let known: Set<String> = [
        "$schema", "title", "description", "type", "required", "additionalProperties", "properties", "const", "enum", "items", "$ref",
        "$defs", "minimum", "pattern",
    ]

    /// What is wrong with a value, each with its place.
    func faults(of value: JSON) -> [String] { faults(of: value, by: root, at: "") }

    private func faults(of value: JSON, by schema: JSON, at place: String) -> [String] {
        guard case .object(let members) = schema else { return ["\(place): the schema is no object"] }
        var faults = members.filter { !JSONSchema.known.contains($0.name) }.map { "\(place): unknown keyword \($0.name)" }
        if case .string(let reference)? = schema["$ref"] {
            guard let name = reference.split(separator: "/").last, reference == "#/$defs/\(name)", let target = root["$defs"]?[String(name)]
            else { return ["\(place): dangling \(reference)"] }
            faults += self.faults(of: value, by: target, at: place)
        }
        if let expected = schema["const"], expected != value { faults.append("\(place): not \(expected.text)") }
        if case .array(let allowed)? = schema["enum"], !allowed.contains(value) { faults.append("\(place): \(value.text) is not allowed") }
        if case .string(let type)? = schema["type"], !JSONSchema.has(value, type) { faults.append("\(place): not of type \(type)") }
        if case .number(let least)? = schema["minimum"] {
            if case .number(let number) = value, number < least { faults.append("\(place): below \(least)") }
            if case .decimal(let number) = value, number < Double(least) { faults.append("\(place): below \(least)") }
        }
        if case .string(let pattern)? = schema["pattern"], case .string(let text) = value {
            guard let expression = try? Regex(pattern), text.firstMatch(of: expression) != nil else {
                faults.append("\(place): \(text) does not match \(pattern)")
                return faults
            }
        }
        if case .array(let elements) = value, let items = schema["items"] {
            for (index, element) in elements.enumerated() { faults += self.faults(of: element, by: items, at: "\(place)[\(index)]") }
        }
        guard case .object(let own) = value else { return faults }
        if case .array(let required)? = schema["required"] {
            for case .string(let name) in required where value[name] == nil { faults.append("\(place): \(name) is missing") }
        }
        for member in own {
            if let inner = schema["properties"]?[member.name] {
                faults += self.faults(of: member.value, by: inner, at: "\(place).\(member.name)")
            } else if schema["additionalProperties"] == .bool(false) {
                faults.append("\(place): \(member.name) is not in the schema")
            }
        }
        return faults
    }

    private static func has(_ value: JSON, _ type: String) -> Bool {
        switch (value, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"), (.number, "integer"), (.number, "number"),
            (.decimal, "number"), (.null, "null"):
            return true
        default: return false
        }
    }
}
