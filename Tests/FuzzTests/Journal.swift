import FuzzTargets
import Glibc

/// Keeps the input at hand in a file, so that it is known when a trap ends the process.
final class Journal {
    private static let octetsMax = 1 << 17
    private let start: UnsafeMutableRawPointer?

    init(path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, ftruncate(descriptor, Self.octetsMax) == 0 else {
            start = nil
            return
        }
        let mapped = mmap(
            nil, Self.octetsMax, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        start = mapped == MAP_FAILED ? nil : mapped
    }

    deinit { if let start { munmap(start, Self.octetsMax) } }

    /// Writes a line with the target and the count of octets, then the octets.
    func write(_ target: FuzzTarget, _ octets: [UInt8]) {
        let line = Array("\(target.rawValue) \(octets.count)\n".utf8)
        guard let start, line.count + octets.count <= Self.octetsMax else { return }
        line.withUnsafeBytes {
            if let base = $0.baseAddress { start.copyMemory(from: base, byteCount: $0.count) }
        }
        octets.withUnsafeBytes {
            if let base = $0.baseAddress {
                (start + line.count).copyMemory(from: base, byteCount: $0.count)
            }
        }
    }
}
