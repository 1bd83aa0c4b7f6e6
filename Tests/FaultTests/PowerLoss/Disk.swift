/// What a disk was told, in order, and what may be left of it when the power goes.
///
/// Octets of a file last once the file was synced; until then any of its writes may be on the disk
/// or not, a write also in part. Names last once their folder was synced (`strict`), or with any
/// later sync of anything (`ordered`, as journalling file systems do it).
struct Disk {
    /// How names reach the disk.
    enum Names: String, CaseIterable, Sendable {
        case ordered
        case strict
    }

    /// What is left of that which was not synced.
    enum Rest: CaseIterable, Sendable {
        case nothing
        case someWrites
        case tornWrites
    }

    /// One change of a file or of a name.
    enum Change {
        case write(file: Int, at: Int, [UInt8])
        case cut(file: Int, count: Int)
        case name(String, file: Int)
        case unname(String)
        case rename(String, String)
    }

    /// Files and names.
    struct Image {
        var files: [Int: [UInt8]] = [:]
        var names: [String: Int] = [:]
    }

    let rule: Names
    /// What lasts.
    private var base = Image()
    private var waiting: [Change] = []
    /// The names as programs see them.
    private var seen: [String: Int] = [:]
    private var filesMade = 0
    /// The folders that were made, whether their names last or not.
    private(set) var folders: Set<String> = []
    private static let sector = 512

    init(_ rule: Names) { self.rule = rule }

    // MARK: What programs do

    /// Files that were there before, for good.
    mutating func place(_ path: String, _ octets: [UInt8]) {
        filesMade += 1
        base.files[filesMade] = octets
        base.names[path] = filesMade
        seen[path] = filesMade
    }

    /// A file or folder is opened or made.
    mutating func make(_ path: String) {
        guard seen[path] == nil else { return }
        filesMade += 1
        seen[path] = filesMade
        waiting.append(.name(path, file: filesMade))
    }

    mutating func makeFolder(_ path: String) {
        folders.insert(path)
        make(path)
    }

    mutating func write(_ path: String, at offset: Int, _ octets: [UInt8]) {
        guard let file = seen[path] else { return }
        waiting.append(.write(file: file, at: offset, octets))
    }

    mutating func cut(_ path: String, to count: Int) {
        guard let file = seen[path] else { return }
        waiting.append(.cut(file: file, count: count))
    }

    mutating func remove(_ path: String) {
        guard seen.removeValue(forKey: path) != nil else { return }
        waiting.append(.unname(path))
    }

    mutating func rename(_ path: String, to target: String) {
        guard let file = seen.removeValue(forKey: path) else { return }
        seen[target] = file
        waiting.append(.rename(path, target))
    }

    mutating func sync(_ path: String) {
        let file = seen[path]
        var kept: [Change] = []
        for change in waiting {
            if lasts(change, afterSyncOf: path, file) {
                Self.apply(change, to: &base)
            } else {
                kept.append(change)
            }
        }
        waiting = kept
    }

    /// A sync that failed: what waited is counted as written, and never will be, though programs
    /// still read it (PostgreSQL's “fsyncgate”).
    mutating func failSync(_ path: String) {
        let file = seen[path]
        waiting.removeAll { change in
            switch change {
            case .write(let other, _, _), .cut(let other, _): other == file
            case .name, .unname, .rename: false
            }
        }
    }

    private func lasts(_ change: Change, afterSyncOf path: String, _ file: Int?) -> Bool {
        switch change {
        case .write(let other, _, _), .cut(let other, _): other == file
        case .name(let name, _), .unname(let name), .rename(let name, _):
            rule == .ordered || Self.folder(of: name) == path
        }
    }

    static func folder(of path: String) -> String {
        let slash = path.utf8.lastIndex(of: 0x2F)
        return slash.map { String(path[..<$0]) } ?? ""
    }

    // MARK: What is left

    /// A disk after the power went: what lasts, and what luck leaves of the rest.
    func image(_ rest: Rest, _ random: inout SplitMix64) -> Image {
        var image = base
        // A file system that orders names keeps the first of them, never a later one alone.
        var namesLost = false
        for change in waiting {
            if rest == .nothing { continue }
            switch change {
            case .write(let file, let offset, let octets):
                if rest == .tornWrites, random.once(in: 2) {
                    let sectors = octets.count / Self.sector + 1
                    let count = min(octets.count, random.below(sectors) * Self.sector)
                    let part = Array(octets.prefix(count))
                    Self.apply(.write(file: file, at: offset, part), to: &image)
                } else if rest == .tornWrites || random.once(in: 2) {
                    Self.apply(change, to: &image)
                }
            case .cut:
                if random.once(in: 2) { Self.apply(change, to: &image) }
            case .name, .unname, .rename:
                if rule == .ordered && namesLost { continue }
                if random.once(in: 3) {
                    namesLost = true
                } else {
                    Self.apply(change, to: &image)
                }
            }
        }
        return image
    }

    private static func apply(_ change: Change, to image: inout Image) {
        switch change {
        case .write(let file, let offset, let octets):
            var whole = image.files.removeValue(forKey: file) ?? []
            let end = offset + octets.count
            if whole.count < end {
                whole.append(contentsOf: repeatElement(0, count: end - whole.count))
            }
            whole.replaceSubrange(offset..<end, with: octets)
            image.files[file] = whole
        case .cut(let file, let count):
            var whole = image.files.removeValue(forKey: file) ?? []
            if whole.count > count {
                whole.removeLast(whole.count - count)
            } else {
                whole.append(contentsOf: repeatElement(0, count: count - whole.count))
            }
            image.files[file] = whole
        case .name(let path, let file): image.names[path] = file
        case .unname(let path): image.names[path] = nil
        case .rename(let path, let target):
            // Where its first name did not last, the file has none.
            if let file = image.names.removeValue(forKey: path) { image.names[target] = file }
        }
    }
}
