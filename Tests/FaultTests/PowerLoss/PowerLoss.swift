import Glibc
import Testing

/// Rebuilds disks as a power loss leaves them at every moment of a recording, and looks at each.
struct PowerLoss: Sendable, CustomStringConvertible {
    let name: String
    let recording: Recording
    let rule: Disk.Names
    let seed: UInt64
    /// Looks at the folder as it is found, with what was acknowledged by then and the number of the
    /// state.
    let look: @Sendable (_ folder: String, _ acknowledged: Int, _ state: Int) throws -> Void

    var description: String { "\(name), \(rule) names, seed \(seed)" }

    /// Looks at `states` of them, spread over all moments.
    func run(states: Int) throws {
        let folder = try Folder()
        var disk = Disk(rule)
        for (path, octets) in recording.files { disk.place(path, octets) }
        var random = SplitMix64(seed: seed)
        var acknowledged = 0
        var tried = 0
        for (index, event) in recording.events.enumerated() {
            if case .acknowledged = event { acknowledged += 1 } else { disk.take(event) }
            // As many after each event as brings the sum to where it should be then.
            let due = states * (index + 1) / recording.events.count
            while tried < due {
                let rest = Disk.Rest.allCases[tried % 3]
                let image = disk.image(rest, &random)
                tried += 1
                do {
                    try lay(image, disk.folders, in: folder)
                    try look(folder.path("found"), acknowledged, tried)
                } catch {
                    Issue.record("\(self), state \(tried), event \(index), \(rest): \(error)")
                }
            }
        }
    }

    /// Writes the files that have a name, in folders that have one.
    private func lay(
        _ image: Disk.Image, _ made: Set<String>, in folder: Folder
    ) throws {
        let found = folder.path("found")
        Files.removeFolder(found)
        if made.contains(recording.root), image.names[recording.root] == nil { return }
        try #require(mkdirOwn(found))
        for (path, file) in image.names where path.hasPrefix(recording.root + "/") {
            if made.contains(path) { continue }
            let name = String(path.dropFirst(recording.root.count))
            try Files.write(image.files[file] ?? [], to: found + name)
        }
    }
}

extension Disk {
    /// Does what a recording says.
    mutating func take(_ event: Recording.Event) {
        switch event {
        case .folder(let path): makeFolder(path)
        case .make(let path): make(path)
        case .write(let path, let offset, let octets): write(path, at: offset, octets)
        case .cut(let path, let count): cut(path, to: count)
        case .sync(let path): sync(path)
        case .failedSync(let path): failSync(path)
        case .remove(let path): remove(path)
        case .rename(let path, let target): rename(path, to: target)
        case .acknowledged: break
        }
    }
}
