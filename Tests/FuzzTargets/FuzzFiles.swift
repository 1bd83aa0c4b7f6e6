import Glibc

/// Files below the root of the package.
enum FuzzFiles {
    /// The paths of all files below a folder, ordered; none if there is no such folder.
    static func below(_ folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(folder + "/" + name) }
        }
        return names.sorted().flatMap { path in
            var status = stat()
            guard lstat(path, &status) == 0 else { return [String]() }
            return status.st_mode & S_IFMT == S_IFDIR ? below(path) : [path]
        }
    }

    /// The octets of a file; none if it cannot be read.
    static func octets(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }
}
