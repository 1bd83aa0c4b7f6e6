import Glibc
import Testing

/// What lies in the folder `Fixtures`.
enum Fixtures {
    /// Schema versions that stores of were kept, the oldest first.
    static let versions = ["v1"]
    /// How many exchanges were recorded of each version, and more.
    static let exchangesMin = 20

    private static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/Fixtures"
    }()

    static func path(_ name: String) -> String { root + "/" + name }

    /// The names in a folder, ordered.
    static func names(_ folder: String) throws -> [String] {
        let handle = try #require(opendir(path(folder)))
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// All of a file.
    static func octets(at path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"), "\(path)")
        defer { fclose(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try octets(at: path(name)), as: UTF8.self)
    }
}
