extension ConfigText {
    /// The file with a setting put in: over the value that counts now, else at the end of its
    /// section, else in a new section at the end. All else stays, comments too.
    public func setting(_ name: (section: String, key: String), to value: String) -> [UInt8] {
        let written = Array(Self.written(value).utf8)
        if let entry = entry("\(name.section).\(name.key)") {
            // Nothing may be written: then no space stands behind the sign either.
            let isBare = entry.place.isEmpty && octets[entry.place.lowerBound - 1] == 0x3D
            return octets[..<entry.place.lowerBound] + (isBare ? [0x20] : []) + written
                + octets[entry.place.upperBound...]
        }
        var result = octets
        if let last = result.last, last != 0x0A { result.append(0x0A) }
        let line = "\(name.key) = ".utf8 + written + [0x0A]
        guard let place = end(of: name.section) else {
            if !result.isEmpty { result.append(0x0A) }
            return result + "[\(name.section)]\n    ".utf8 + line
        }
        result.insert(contentsOf: place.indent + line, at: place.index)
        return result
    }

    /// The file without the lines that say the name; the same if there is none.
    public func removing(_ name: String) -> [UInt8] {
        let lines = Self.lines(octets)
        var result = octets
        for entry in entries.reversed() where entry.name.utf8.elementsEqual(name.utf8) {
            let start = lines[entry.line - 1].lowerBound
            let end = entry.line < lines.count ? lines[entry.line].lowerBound : octets.count
            result.removeSubrange(start..<end)
        }
        return result
    }

    /// Where a further line of a section goes, and what it is indented by; nil without the section.
    private func end(of section: String) -> (index: Int, indent: [UInt8])? {
        guard let heading = sections.last(where: { $0.name.utf8.elementsEqual(section.utf8) })
        else { return nil }
        let lines = Self.lines(octets)
        let next = sections.first { $0.line > heading.line }?.line ?? Int.max
        let last = entries.last { $0.line > heading.line && $0.line < next }
        let line = last?.line ?? heading.line
        // The last line may lack its end, which is put there first.
        let index = line < lines.count ? lines[line].lowerBound : Int.max
        let end = octets.last == 0x0A ? octets.count : octets.count + 1
        let indent = last.map { octets[lines[$0.line - 1]].prefix { $0 == 0x20 || $0 == 0x09 } }
        return (min(index, end), indent.map(Array.init) ?? Array("    ".utf8))
    }

    /// A value as a file holds it: in quotes where it would not be read as it is.
    private static func written(_ value: String) -> String {
        let special: Set<UInt8> = [0x22, 0x5C, 0x0A, 0x09, 0x23, 0x3B]
        let isPlain =
            !value.isEmpty && !value.utf8.contains(where: special.contains)
            && value.utf8.first != 0x20 && value.utf8.last != 0x20
        if isPlain { return value }
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
