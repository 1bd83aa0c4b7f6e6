import CommandLine
import JSON

/// Whatever is read is written, and read again as the same.
enum JSONTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        let value: JSONValue
        do {
            let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 20)
            value = try JSONReader.parse(octets, limits: limits)
        } catch {
            try require(
                error.offset.map { (0...octets.count).contains($0) } ?? true,
                "a fault lies within the text")
            return
        }
        try require(
            String(validating: octets, as: UTF8.self) != nil, "what is accepted is UTF-8")
        var writer = JSONWriter()
        writer.value(value)
        try require(TerminalTarget.isSafe(writer.text, but: []), "JSON that is written is safe")
        let limits = JSONLimits(depthMax: 64, bytesMax: .max)
        let again = try? JSONReader.parse(Array(writer.text.utf8), limits: limits)
        try require(again == value, "what is written is read as the same")
        guard case .object(let members) = value else { return }
        for member in members {
            try require(value[member.name] == member.value, "a member is found by its name")
        }
    }
}
