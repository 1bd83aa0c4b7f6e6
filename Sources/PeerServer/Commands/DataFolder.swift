import CommandLine
import Crypto
import Glibc
import Storage

/// A server's folder: its store, and `serve.lock`, which says who serves it.
struct DataFolder: Sendable {
    let path: String

    /// The file that says who serves the folder.
    static let lockName = "serve.lock"
    private var lockPath: String { path + "/" + Self.lockName }

    /// Opens the store; makes it if there is none.
    func open(forRepair: Bool = false) throws -> ServerStore {
        try ServerStore.open(
            path, hashing: BLAKE2b(), randomness: SystemRandomness(), mendsOwnRow: forRepair,
            makeSeed: { Secret.random(count: DeviceKey.seedCount).withOctets { Array($0) } })
    }

    /// Opens the store that must be there.
    func openExisting(forRepair: Bool = false) throws -> ServerStore {
        guard !isEmpty else {
            throw CommandFailure(
                .notFound, "there is no store in \(path)",
                hints: ["postil-server serve --data \(path)"])
        }
        return try open(forRepair: forRepair)
    }

    /// Whether the folder is not there, or nothing is in it that anybody needs.
    var isEmpty: Bool { isEmpty(but: []) }

    /// Whether nothing is in it, but for some names, that anybody needs.
    func isEmpty(but allowed: Set<String>) -> Bool {
        ServerStore.leftovers.union(allowed).isSuperset(of: names)
    }

    /// The octets of all files in the folder.
    var bytes: Int {
        names.reduce(0) { sum, name in
            var info = stat()
            return stat(path + "/" + name, &info) == 0 ? sum + Int(info.st_size) : sum
        }
    }

    private var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Takes the folder for serving, for as long as the process lives; SIGKILL gives it back too.
    ///
    /// Administration goes on beside it: each change of the store is locked by itself.
    func claim() throws -> ServeClaim {
        let file = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw CommandFailure(
                .storeUnavailable,
                "could not open \(lockPath): \(String(cString: strerror(errno)))")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(file)
            throw CommandFailure(
                .storeUnavailable, code: "served-already",
                "another postil-server serves \(path)\(url.map { " at \($0)" } ?? "")",
                hints: ["stop it first, or serve another folder with --data DIR"])
        }
        return ServeClaim(file: file)
    }

    /// Takes the folder, which is made if it is not there, so that nobody serves it meanwhile.
    func claimNew() throws -> ServeClaim {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure(
                .notFound, "could not make \(path): \(String(cString: strerror(errno)))")
        }
        return try claim()
    }

    /// Where the folder is or was last served.
    var url: String? {
        let file = Glibc.open(lockPath, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { Glibc.close(file) }
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
