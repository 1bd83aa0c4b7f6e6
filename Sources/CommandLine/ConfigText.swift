/// A configuration file in the form that git uses: `[section]`, `key = value`, and comments behind
/// `#` or `;`.
///
/// A value may stand in double quotes, in whole or in part; `\"`, `\\`, `\n` and `\t` are
/// understood in it. Names are letters, digits and hyphens, in either case. Of a name that is said
/// twice the last one counts.
public struct ConfigText: Sendable, Equatable {
    /// Octets that a file may have.
    public static let octetsMax = 65_536
    /// Octets that a line may have.
    static let lineOctetsMax = 4_096

    /// What the file says, in its order.
    public let entries: [ConfigEntry]
    /// The file.
    public let octets: [UInt8]

    /// Section headings with their lines, from 1.
    let sections: [(name: String, line: Int)]

    /// Reads a file.
    ///
    /// - Parameter section: the section of what stands above the first heading; without one,
    ///   nothing may stand there.
    /// - Throws: `ConfigError` with the first line that is not understood.
    public init(_ octets: [UInt8], above section: String? = nil) throws(ConfigError) {
        guard octets.count <= Self.octetsMax else {
            throw ConfigError(nil, "it has more than \(Self.octetsMax) octets")
        }
        self.octets = octets
        var entries: [ConfigEntry] = []
        var sections: [(name: String, line: Int)] = []
        var current = section
        for (number, range) in Self.lines(octets).enumerated() {
            var reader = try ConfigLine(octets, range, number: number + 1)
            switch try reader.read() {
            case .nothing: continue
            case .section(let name):
                current = name
                sections.append((name, number + 1))
            case .setting(let key, let value, let place):
                guard let current else {
                    throw ConfigError(number + 1, "“\(key)” stands above the first [section]")
                }
                entries.append(
                    ConfigEntry(
                        name: "\(current).\(key)", value: value, line: number + 1, place: place))
            }
        }
        self.entries = entries
        self.sections = sections
    }

    /// What the file says of a name, which is in lower case.
    public func entry(_ name: String) -> ConfigEntry? {
        entries.last { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The lines as ranges of octets, without their ends.
    static func lines(_ octets: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for (index, octet) in octets.enumerated() where octet == 0x0A {
            let end = index > start && octets[index - 1] == 0x0D ? index - 1 : index
            lines.append(start..<end)
            start = index + 1
        }
        if start < octets.count { lines.append(start..<octets.count) }
        return lines
    }

    /// Whether both are the same octets.
    public static func == (left: ConfigText, right: ConfigText) -> Bool {
        left.octets == right.octets && left.entries == right.entries
    }
}
