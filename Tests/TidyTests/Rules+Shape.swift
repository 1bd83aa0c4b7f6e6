/// How long and how wide things may be, and what a file is called.
extension Rules {
    static let fileLinesMax = 300
    static let functionLinesMax = 60
    static let columnsMax = 100
    static let companionLinesMax = 20

    static func length(_ file: SourceFile, exceptions: [String: String]) -> [String] {
        let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
        if count <= fileLinesMax { return [] }
        if exceptions[file.path] != nil { return [] }
        return [file.finding(count, "\(count) lines, more than \(fileLinesMax)")]
    }

    static func functions(_ file: SourceFile) -> [String] {
        Block.all(in: file).filter { $0.kind == .function && $0.lineCount > functionLinesMax }.map {
            file.finding(
                $0.firstLine, "\($0.name) has \($0.lineCount) lines, more than \(functionLinesMax)")
        }
    }

    /// Columns are code points: what an editor shows for the scripts these sources use.
    static func columns(_ file: SourceFile) -> [String] {
        file.lines.enumerated().compactMap { index, line in
            let count = line.unicodeScalars.count
            return count > columnsMax ? file.finding(index + 1, "\(count) columns") : nil
        }
    }

    /// One public type a file, which is named after it; a small enum or struct may keep it company.
    static func publicTypes(_ file: SourceFile) -> [String] {
        let types = Block.all(in: file)
            .filter { $0.kind == .type && $0.isPublic && $0.depth == 0 }
            .sorted { $0.firstLine < $1.firstLine }
        let main = types.first { $0.name == file.subject }
        let others = types.filter { type in
            type.name != file.subject
                && !(["enum", "struct"].contains(type.keyword)
                    && type.lineCount <= companionLinesMax)
        }
        var findings = others.map {
            file.finding($0.firstLine, "\($0.name) is public and the file is named \(file.subject)")
        }
        if main == nil, others.isEmpty, let first = types.first, !file.path.contains("+") {
            findings.append(
                file.finding(
                    first.firstLine, "no public type is named \(file.subject), as the file is"))
        }
        return findings
    }
}
