import HTTPMessage
import PeerServer

/// A head, given as lines; fields in the form `Name: value`.
enum HeadTarget {
    private static let limits = RequestHeadLimits(
        headBytesMax: 2_000, fieldsMax: 16, targetBytesMax: 400, bodyBytesMax: 1_000_000)

    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        guard let head = head(octets) else { return }
        for value in head.fields.values(named: "Range") { try checkRange(value) }
        let checked: RequestHead.Checked
        do {
            checked = try head.checked(limits)
        } catch {
            try require((400...599).contains(error.status), "a refusal has the status of one")
            return
        }
        try checkFields(head, checked)
        try checkTarget(head, checked)
    }

    private static func head(_ octets: [UInt8]) -> RequestHead? {
        let lines = octets.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        let first = lines[0].split(
            separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard first.count == 3, let method = text(first[0]), let target = text(first[1]),
            let version = text(first[2])
        else { return nil }
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
            let isSpace = { (octet: UInt8) in octet == 0x20 || octet == 0x09 }
            let value = line[colon...].dropFirst().drop(while: isSpace)
            let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
            guard let name = text(line[..<colon]), let value = text(value[..<end]) else {
                return nil
            }
            fields.append(name, value)
        }
        return RequestHead(method: method, target: target, version: version, fields: fields)
    }

    private static func text(_ octets: ArraySlice<UInt8>) -> String? {
        String(validating: octets, as: UTF8.self)
    }

    private static func checkFields(
        _ head: RequestHead, _ checked: RequestHead.Checked
    ) throws(FuzzFailure) {
        var lengths: [String] = []
        var hosts = 0
        var octets = head.method.utf8.count + head.target.utf8.count + head.version.utf8.count
        for field in head.fields.all {
            octets += field.name.utf8.count + field.value.utf8.count
            try require(
                !field.name.isEmpty
                    && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A },
                "the name of a field is a token")
            try require(
                field.value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) },
                "the value of a field holds no control")
            switch field.name.lowercased() {
            case "transfer-encoding": throw FuzzFailure("a transfer encoding is refused")
            case "content-length": lengths.append(field.value)
            case "host": hosts += 1
            default: break
            }
        }
        try require(octets <= limits.headBytesMax, "a head has no more octets than allowed")
        try require(head.fields.count <= limits.fieldsMax, "no more fields than allowed")
        try require(hosts == 1 || (hosts == 0 && head.version == "HTTP/1.0"), "there is one host")
        try require(lengths.count <= 1, "there is one length at most")
        let length = lengths.first ?? "0"
        try require(
            length.utf8.allSatisfy { (0x30...0x39).contains($0) }
                && Int(length) == checked.bodyBytes && checked.bodyBytes <= limits.bodyBytesMax,
            "the body is as long as the head says")
    }

    private static func checkTarget(
        _ head: RequestHead, _ checked: RequestHead.Checked
    ) throws(FuzzFailure) {
        try require(head.target.utf8.count <= limits.targetBytesMax, "a target has its limit")
        let marked = checked.path + "?" + checked.query
        try require(
            head.target.utf8.elementsEqual(marked.utf8)
                || (checked.query.isEmpty && head.target.utf8.elementsEqual(checked.path.utf8)),
            "path and query are all of the target")
        let segments = try require(
            try? RequestPath.segments(of: checked.path), "an accepted path has segments")
        for segment in segments {
            let octets = Array(segment.utf8)
            try require(
                !octets.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x2F || $0 == 0x5C }
                    && octets != [0x2E] && octets != [0x2E, 0x2E],
                "a segment cannot leave its place")
        }
        let encoded = segments.map { "/" + $0.utf8.map(escape).joined() }.joined()
        try require(
            (try? RequestPath.segments(of: encoded.isEmpty ? "/" : encoded)) == segments,
            "segments encoded anew are read as the same")
        guard case .route(let route, let captured) = RouteMatch(checked.method, checked.path)
        else { return }
        var left = captured
        let words = route.path.split(separator: "/").map { word in
            word.utf8.first == 0x7B && !left.isEmpty ? left.removeFirst() : String(word)
        }
        try require(left.isEmpty && words == segments, "a route with its words is the path")
    }

    private static func escape(_ octet: UInt8) -> String {
        "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16)
    }

    private static func checkRange(_ value: String) throws(FuzzFailure) {
        guard let range = ByteRange(field: value) else { return }
        try require(ByteRange(field: range.field) == range, "a range is read as it is written")
        for count in [0, 1, 5, range.first, range.first &+ 1, .max] {
            guard let offsets = range.offsets(in: count) else { continue }
            try require(
                !offsets.isEmpty && offsets.lowerBound == range.first
                    && offsets.upperBound <= count, "a range lies in the body")
        }
    }
}
