import CMicroHTTPD
import Glibc
import HTTPMessage

/// Copies a request's head out of the library's memory.
enum HeadReader {
    /// Returns the head as the library read it.
    /// - Throws: `RequestHeadRefusal` when a value is not UTF-8 or the library left something out.
    static func read(
        _ connection: OpaquePointer, method: String, target: String,
        version: UnsafePointer<CChar>, targetExtent: (address: UInt, bytes: Int), fieldsMax: Int
    ) throws(RequestHeadRefusal) -> RequestHead {
        let versionText = text(version, bytesMax: 16)
        let layout = HeadLayout(
            targetAddress: targetExtent.address, targetBytes: targetExtent.bytes, version: version,
            versionBytes: versionText.utf8.count)
        var collected = Collected(countMax: fieldsMax + 1, layout: layout)
        withUnsafeMutablePointer(to: &collected) { pointer in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND, collect, UnsafeMutableRawPointer(pointer))
        }
        guard collected.isUTF8 else { throw RequestHeadRefusal(400, "a field is not UTF-8") }
        guard collected.layout.isPlain || !HeadLayout.isKnown else {
            throw RequestHeadRefusal(400, "a line must end in CR LF, hold no NUL and not be folded")
        }
        return RequestHead(
            method: method, target: target, version: versionText,
            fields: HTTPFields(collected.fields))
    }

    /// Copies at most one byte more than `bytesMax`, so that a check sees what is too long.
    static func text(_ pointer: UnsafePointer<CChar>, bytesMax: Int) -> String {
        let count = strnlen(pointer, bytesMax + 1)
        return String(
            decoding: UnsafeRawBufferPointer(start: pointer, count: count), as: UTF8.self)
    }

    /// Removes the white space that the library leaves behind a value.
    fileprivate static func trimmed(_ value: String) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let last = value.utf8.last, isSpace(last) else { return value }
        let kept = value.utf8.reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(kept), as: UTF8.self)
    }

    fileprivate struct Collected {
        let countMax: Int
        var layout: HeadLayout
        var fields: [HTTPField] = []
        var isUTF8 = true
    }
}

/// Takes one field; the library stops when told `NO`.
private let collect: MHD_KeyValueIteratorN = { context, _, name, nameBytes, value, valueBytes in
    guard let context, let name else { return .NO }
    let collected = context.assumingMemoryBound(to: HeadReader.Collected.self)
    let nameText = String(
        validating: UnsafeRawBufferPointer(start: name, count: nameBytes), as: UTF8.self)
    let valueText = String(
        validating: UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueBytes),
        as: UTF8.self)
    guard let nameText, let valueText else {
        collected.pointee.isUTF8 = false
        return .NO
    }
    collected.pointee.layout.add(
        name: name, nameBytes: nameBytes, value: value, valueBytes: valueBytes)
    collected.pointee.fields.append(HTTPField(nameText, HeadReader.trimmed(valueText)))
    return collected.pointee.fields.count < collected.pointee.countMax ? .YES : .NO
}
