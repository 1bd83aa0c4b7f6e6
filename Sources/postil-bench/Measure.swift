import Glibc

/// Clocks, counters and the middle of many numbers.
enum Measure {
    /// Seconds on a clock that never goes back.
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Milliseconds since 1970.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }

    /// How long the body takes, in milliseconds.
    static func milliseconds<T>(_ body: () throws -> T) rethrows -> (Double, T) {
        let start = seconds()
        let result = try body()
        return ((seconds() - start) * 1000, result)
    }

    /// Processor seconds of another process so far.
    static func processorSeconds(of process: Int) -> Double {
        let text = String(decoding: File.read("/proc/\(process)/stat"), as: UTF8.self)
        // The name in parentheses may hold blanks; behind it the fields are regular.
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13 else { return 0 }
        let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
        return ticks / Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    }

    /// Processor seconds of this process so far.
    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The value that `share` of all are not above; 0 of none.
    static func percentile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    static func median(_ values: [Double]) -> Double { percentile(values, 0.5) }

    /// Writes a finding where the report reads it.
    static func put(_ name: String, _ value: Double) {
        // Three places are more than a measurement of time is worth.
        let rounded = (value * 1000).rounded() / 1000
        File.say("\(name)\t\(rounded)\n", to: 1)
    }

    static func put(_ name: String, _ value: Int) { File.say("\(name)\t\(value)\n", to: 1) }
}

/// Whole files.
enum File {
    /// The octets of a file; none if it cannot be read.
    static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }

    static func write(_ octets: [UInt8], to path: String) throws {
        guard let file = fopen(path, "wb") else { throw BenchError("cannot write \(path)") }
        defer { fclose(file) }
        guard fwrite(octets, 1, octets.count, file) == octets.count else {
            throw BenchError("cannot write \(path)")
        }
    }

    /// Writes to standard output or standard error, at once.
    static func say(_ text: String, to file: Int32) {
        let octets = Array(text.utf8)
        _ = octets.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    }

    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw BenchError("cannot make the folder \(path)")
        }
    }
}
