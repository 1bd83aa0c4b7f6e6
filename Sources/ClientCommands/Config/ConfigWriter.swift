import CommandLine
import Glibc

/// Changes a configuration file: it is there whole or not at all, and two changes at once are one
/// after the other.
struct ConfigWriter {
    private let path: String

    init(_ path: String) {
        // A link to a file that is kept elsewhere stays a link.
        let real = realpath(path, nil)
        defer { free(real) }
        self.path = real.map { String(cString: $0) } ?? path
    }

    /// Puts in the place of the file what `body` makes of its settings.
    func change(_ body: (ConfigText) throws -> [UInt8]) throws {
        try changeOctets { octets in try body(ConfigFiles.parse(octets, path)) }
    }

    private func changeOctets(_ body: ([UInt8]) throws -> [UInt8]) throws {
        try makeFolders()
        let lock = open(
            ConfigFiles.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Where it cannot be locked, the last writer counts.
        if lock >= 0 { flock(lock, LOCK_EX) }
        defer { if lock >= 0 { close(lock) } }
        let changed = try body(ConfigFiles.read(path) ?? [])
        _ = try ConfigFiles.parse(changed, path)
        try write(changed)
    }

    /// Puts octets in the place of the file, unless it is not any more what it was.
    func put(_ octets: [UInt8], over before: [UInt8]) throws {
        try changeOctets { octetsNow in
            guard octetsNow == before else {
                throw CommandFailure(
                    .refusedForSafety, code: "config-changed",
                    "\(path) was changed while the editor was open",
                    hints: ["postil config edit"])
            }
            return octets
        }
    }

    func makeFolders() throws {
        let folder = ConfigFiles.folder(of: path)
        var made = folder.hasPrefix("/") ? "" : "."
        for step in folder.split(separator: "/") {
            made += "/" + step
            // Whether it lasts, the file itself will tell.
            if mkdir(made, 0o700) == 0 { _ = FolderNames.sync(besides: made) }
        }
    }

    private func write(_ octets: [UInt8]) throws {
        var info = stat()
        let mode = stat(path, &info) == 0 ? info.st_mode & 0o777 : 0o644
        try OutputFile.write(
            String(decoding: octets, as: UTF8.self), to: path, force: true, mode: mode)
    }
}
