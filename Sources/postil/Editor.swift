import ClientCommands
import Glibc

/// Opens the person's editor on a draft, which stays on the disk until what was typed is kept
/// elsewhere.
final class Editor {
    private static let draftOctetsMax = 4 << 20

    /// Where the draft lies that was edited last; nil if there is none, or it was discarded.
    private(set) var draft: String?

    /// The text as it was saved; nil if the editor failed or the draft could not be read.
    func edit(_ call: EditorCall) -> String? {
        guard let path = makeDraft(call) else {
            complain("the draft could not be written")
            return nil
        }
        draft = path
        guard Shell.run(call.command, on: path) else {
            complain("the editor ended with a failure")
            // Where nothing was typed, there is nothing to keep.
            if octets(of: path) == Self.octets(call) { discardDraft() }
            return nil
        }
        guard let octets = octets(of: path) else {
            complain("the editor took the file away")
            draft = nil
            return nil
        }
        guard octets.count < Self.draftOctetsMax,
            let saved = String(validating: octets, as: UTF8.self)
        else {
            complain("the text is not UTF-8, or too long")
            return nil
        }
        return saved
    }

    private func octets(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return FileOctets.read(descriptor, max: Self.draftOctetsMax)
    }

    /// What a draft holds before anything is typed.
    private static func octets(_ call: EditorCall) -> [UInt8] {
        let text = call.text
        return Array((text.isEmpty || text.hasSuffix("\n") ? text : text + "\n").utf8)
    }

    /// Takes the draft away: its text is kept elsewhere, or there is none.
    func discardDraft() {
        if let draft { unlink(draft) }
        draft = nil
    }

    private func makeDraft(_ call: EditorCall) -> String? {
        guard mkdir(call.folder, 0o700) == 0 || errno == EEXIST else { return nil }
        var template = Array((call.folder + "/draft-XXXXXX" + call.ending).utf8CString)
        let descriptor = mkstemps(&template, Int32(clamping: call.ending.utf8.count))
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard FileOctets.write(Self.octets(call), to: descriptor) else { return nil }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }

    private func complain(_ sentence: String) {
        _ = FileOctets.write(Array("postil: \(sentence)\n".utf8), to: STDERR_FILENO)
    }
}
