import JSON

/// Reads the JSON of Hypothesis: rows in a list, a line each, as its API answers a search, or as
/// its client exports them.
public enum HypothesisReader {
    /// Hands over what the file holds, in its order; positions are in UTF-16 units.
    /// - Throws: `FormatError` for a file that is no such thing or no JSON, when what stands before
    ///   the fault has been handed over, and what the closure throws.
    public static func read(
        _ octets: [UInt8], _ take: (ExchangeItem) throws -> Void
    ) throws {
        let records = try JSONRecords(octets) { root throws(JSONError) in
            var lists: [JSONSlice] = []
            for name in ["rows", "replies", "annotations"] {
                if let list = try root.member(name), list.isArray { lists.append(list) }
            }
            return lists
        }
        var isFirst = true
        try records.read(take) { value, record in
            defer { isFirst = false }
            if isFirst, isForeign(value) {
                throw FormatError(
                    line: record.line,
                    "it is no file of Hypothesis: there is neither uri nor target")
            }
            do {
                var note = try HypothesisRow.note(value)
                note.line = record.line
                return .note(note)
            } catch let fault as HypothesisFault {
                return .bad(line: record.line, why: fault.why)
            }
        }
    }

    private static func isForeign(_ value: JSONValue) -> Bool {
        guard value.object?.isEmpty == false else { return false }
        return value["uri"] == nil && (value["target"] == nil || value["@context"] != nil)
    }
}
