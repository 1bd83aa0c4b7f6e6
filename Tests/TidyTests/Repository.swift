import Foundation

/// The package on disk, found from where this file was compiled.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files below a folder, sorted by path.
    static func swiftFiles(below folder: String) throws -> [SourceFile] {
        try files(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, text: try text(path))
        }
    }

    /// The text of a file, undecodable octets replaced.
    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// The files below a folder ("" for all), without what a build or git leaves behind.
    static func files(below folder: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent(folder).path)
        return try names.sorted().flatMap { name -> [String] in
            if [".build", ".git", "__pycache__"].contains(name) { return [] }
            let path = folder.isEmpty ? name : folder + "/" + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
            return isFolder.boolValue ? try files(below: path) : [path]
        }
    }
}
