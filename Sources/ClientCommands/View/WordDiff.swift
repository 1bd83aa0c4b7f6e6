import CRDT
import CommandLine

/// Two texts as one, whole words marked as taken out or put in.
struct WordDiff {
    enum Kind {
        case same
        case removed
        case added
    }

    struct Part: Equatable {
        let kind: Kind
        let text: String
    }

    /// The text from left to right; none is empty, and what was taken out stands before what was
    /// put in.
    let parts: [Part]

    init(from old: String, to new: String) {
        let shown = Array(old.unicodeScalars)
        let changed = Array(new.unicodeScalars)
        var parts: [Part] = []
        func append(_ kind: Kind, _ scalars: ArraySlice<Unicode.Scalar>) {
            guard !scalars.isEmpty else { return }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            parts.append(Part(kind: kind, text: String(text)))
        }
        var end = 0
        for hunk in WordHunks.hunks(from: shown, to: changed, TextEdit.runs(from: old, to: new)) {
            append(.same, shown[end..<hunk.old.lowerBound])
            append(.removed, shown[hunk.old])
            append(.added, changed[hunk.new])
            end = hunk.old.upperBound
        }
        append(.same, shown[end...])
        self.parts = parts
    }

    /// How much of an unchanged stretch is shown beside a change, in code points.
    private static let besideMax = 60

    /// The parts with long unchanged stretches cut short.
    private var shortened: [Part] {
        parts.enumerated().map { index, part in
            let scalars = part.text.unicodeScalars
            guard part.kind == .same, scalars.count > 3 * Self.besideMax else { return part }
            let head = index > 0 ? String(scalars.prefix(Self.besideMax)) : ""
            let tail = index < parts.count - 1 ? String(scalars.suffix(Self.besideMax)) : ""
            return Part(kind: .same, text: head + " … " + tail)
        }
    }

    /// The whole with signs: `[-old-]{+new+}`.
    var text: String {
        parts.map { part in
            switch part.kind {
            case .same: part.text
            case .removed: "[-\(part.text)-]"
            case .added: "{+\(part.text)+}"
            }
        }.joined()
    }

    /// Lines for a terminal, at most so many columns wide: with colours in place of signs where
    /// there are colours.
    func lines(_ width: Int, isColoured: Bool) -> [String] {
        let parts = shortened
        guard isColoured else {
            let plain = parts.map { part in
                let text = TerminalSafe.text(part.text)
                return switch part.kind {
                case .same: text
                case .removed: "[-\(text)-]"
                case .added: "{+\(text)+}"
                }
            }
            return TextWidth.wrap(plain.joined(), width)
        }
        // Control characters take no column, and none other is left behind the safe printer.
        let marked = parts.map { part in
            let text = TerminalSafe.text(part.text)
            return switch part.kind {
            case .same: text
            case .removed: "\u{1}\(text)\u{3}"
            case .added: "\u{2}\(text)\u{3}"
            }
        }
        var open = ""
        return TextWidth.wrap(marked.joined(), width).map { line in
            var result = open
            for scalar in line.unicodeScalars {
                switch scalar {
                case "\u{1}": open = "\u{1B}[31;9m"
                case "\u{2}": open = "\u{1B}[32m"
                case "\u{3}": open = ""
                default:
                    result.unicodeScalars.append(scalar)
                    continue
                }
                result += open.isEmpty ? "\u{1B}[0m" : open
            }
            return open.isEmpty ? result : result + "\u{1B}[0m"
        }
    }
}
