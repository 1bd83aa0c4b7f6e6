import Glibc

/// Reads and writes whole files.
enum FileOctets {
    /// What is left in a descriptor, at most `max` octets; nil if it cannot be read.
    static func read(_ descriptor: Int32, max: Int) -> [UInt8]? {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while result.count < max {
            let room = min(buffer.count, max - result.count)
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, room)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if count == 0 { break }
            result += buffer[0..<count]
        }
        return result
    }

    /// Whether all octets were written.
    static func write(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < octets.count {
            let count = octets[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno != EINTR { return false }
            start += Swift.max(0, count)
        }
        return true
    }
}
