import Testing

/// What programs did to the files of a folder, in order, and when they acknowledged what.
struct Recording: Sendable {
    enum Event: Sendable {
        case folder(String)
        case make(String)
        case write(String, at: Int, [UInt8])
        case cut(String, to: Int)
        case sync(String)
        case failedSync(String)
        case remove(String)
        case rename(String, to: String)
        /// What came before is acknowledged.
        case acknowledged
    }

    /// The folder that counts; paths of events stand below it.
    let root: String
    /// The files that were there before.
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var events: [Event] = []
    private var sizes: [String: Int] = [:]

    /// Begins with what lies in a folder.
    init(_ folder: Folder, below name: String) throws {
        root = folder.path(name)
        for path in try folder.names() where path.hasPrefix(name + "/") && !isIgnored(path) {
            if let octets = try? Files.read(folder.path(path)) {
                files[folder.path(path)] = octets
                sizes[folder.path(path)] = octets.count
            }
        }
    }

    /// The words for `strace` that make a log to take in.
    static func words(log: String) -> [String] {
        let calls = Fault.calls.joined(separator: ",")
        return [
            Tools.strace, "-f", "-qq", "-y", "-xx", "-s", "200000", "-o", log, "-e",
            "trace=\(calls)",
        ]
    }

    mutating func acknowledge() { events.append(.acknowledged) }

    /// Takes in what a program did; returns how many of its answers were of success.
    @discardableResult
    mutating func take(log: String, acknowledgesAnswers: Bool = false) -> Int {
        var answers = 0
        for line in TraceLine.all(in: Files.text(log)) {
            if ["sendto", "sendmsg", "writev"].contains(line.call) {
                let isSuccess = line.strings.contains {
                    $0.starts(with: Array("HTTP/1.1 200".utf8))
                }
                if isSuccess {
                    answers += 1
                    if acknowledgesAnswers { acknowledge() }
                }
            } else {
                take(line)
            }
        }
        return answers
    }

    private mutating func take(_ line: TraceLine) {
        let names = line.strings.map { String(decoding: $0, as: UTF8.self) }
        let isNamed = names.first.map { isOurs($0) } ?? false
        switch line.call {
        case "openat":
            guard isOurs(line.path), line.rest.contains("O_CREAT") else { return }
            events.append(.make(line.path))
            if sizes[line.path] == nil { sizes[line.path] = 0 }
        case "mkdir": if isNamed { events.append(.folder(names[0])) }
        case "unlink", "unlinkat":
            guard isNamed else { return }
            sizes[names[0]] = nil
            events.append(.remove(names[0]))
        case "rename", "renameat", "renameat2":
            guard isNamed, names.count == 2 else { return }
            sizes[names[1]] = sizes.removeValue(forKey: names[0])
            events.append(.rename(names[0], to: names[1]))
        default: takeOpen(line)
        }
    }

    /// What was done to an open file.
    private mutating func takeOpen(_ line: TraceLine) {
        let path = line.path
        guard isOurs(path) else { return }
        switch line.call {
        case "pwrite64":
            guard let octets = line.strings.first, line.numbers.count >= 3 else { return }
            let (offset, count) = (line.numbers[1], line.numbers[2])
            events.append(.write(path, at: offset, Array(octets.prefix(count))))
            sizes[path] = max(sizes[path] ?? 0, offset + count)
        case "write":
            guard let octets = line.strings.first, let count = line.numbers.last else { return }
            events.append(.write(path, at: sizes[path] ?? 0, Array(octets.prefix(count))))
            sizes[path, default: 0] += count
        case "ftruncate":
            guard line.numbers.count >= 2 else { return }
            let count = line.numbers[line.numbers.count - 2]
            events.append(.cut(path, to: count))
            sizes[path] = count
        case "fsync", "fdatasync":
            events.append(line.hasFailed ? .failedSync(path) : .sync(path))
        default: break
        }
    }

    private func isOurs(_ path: String) -> Bool {
        (path == root || path.hasPrefix(root + "/") || path == Disk.folder(of: root))
            && !isIgnored(path)
    }

    /// What no program looks for after the power came back.
    private func isIgnored(_ path: String) -> Bool {
        path.hasSuffix("-shm") || path.hasSuffix(".lock")
    }
}
