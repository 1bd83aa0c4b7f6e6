import Glibc

/// Which schedule a worker runs, in a file that outlives a crash of the process: the kernel keeps
/// what was written into the shared page.
final class Journal {
    private static let length = 64

    private let path: String
    private var page: UnsafeMutableRawPointer?

    /// Begins the file of a worker; without a folder to write to, nothing is kept.
    init(_ name: String) {
        path = "\(SimulationFolder.path)/running-\(name)"
        guard SimulationFolder.isThere else { return }
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        guard descriptor >= 0, ftruncate(descriptor, Self.length) == 0 else { return }
        let mapped = mmap(
            nil, Self.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        page = mapped == MAP_FAILED ? nil : mapped
    }

    deinit {
        guard let page else { return }
        munmap(page, Self.length)
        unlink(path)
    }

    /// Says, in the words that run it again, which schedule begins.
    func note(_ plan: Plan) {
        guard let page else { return }
        let words = Array("tools/sim seed \(plan.seed) \(plan.medium)".utf8)
        let line = words + Array(repeating: 0x20, count: max(0, Self.length - 1 - words.count))
        line.prefix(Self.length - 1).withUnsafeBytes {
            page.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(page), byteCount: $0.count)
        }
        page.storeBytes(of: 0x0a, toByteOffset: Self.length - 1, as: UInt8.self)
    }
}

/// The folder in which runs leave what is read after them.
enum SimulationFolder {
    /// `.build/sim` of this package.
    static let path: String = {
        let parts = #filePath.utf8.split(separator: UInt8(ascii: "/")).dropLast(3)
        return parts.map { "/" + (String($0) ?? "") }.joined() + "/.build/sim"
    }()

    /// Whether it is there; it is made if it can be.
    static let isThere = mkdir(path, 0o700) == 0 || errno == EEXIST

    /// Writes a text into a new file of the folder, and says where it lies.
    static func keep(_ text: String, as name: String) -> String? {
        let path = "\(path)/\(name)"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let descriptor = isThere ? open(path, flags, 0o600) : -1
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let octets = Array(text.utf8)
        return write(descriptor, octets, octets.count) == octets.count ? path : nil
    }
}
