import Foundation

/// One file of Protocol/vectors.
struct Vector {
    /// What stands in every file.
    struct Head: Decodable {
        let comment: String
        let clause: String
        let kind: String
        let refused: String?
    }

    /// The path below Protocol/vectors.
    let path: String
    let head: Head
    private let data: Data

    /// Protocol/vectors of this checkout.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Protocol/vectors")

    /// The folders that hold vectors, such as `04-wire-format/valid`.
    static func folders() throws -> [String] {
        try entries().filter { $0.hasSuffix("/valid") || $0.hasSuffix("/invalid") }
    }

    /// What lies in a chapter's folder and is no folder of vectors.
    static func strays() throws -> [String] {
        try entries().filter { !$0.hasSuffix("/valid") && !$0.hasSuffix("/invalid") }
    }

    private static func entries() throws -> [String] {
        try names(in: "").flatMap { chapter in
            try names(in: chapter).map { "\(chapter)/\($0)" }
        }
    }

    /// The vectors of a folder, by name; a file that is no JSON is one all the same, and throws.
    static func all(in folder: String) throws -> [Vector] {
        try names(in: folder).map { try Vector(path: "\(folder)/\($0)") }
    }

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .sorted()
    }

    private init(path: String) throws {
        self.path = path
        data = try Data(contentsOf: Self.root.appending(path: path))
        head = try JSONDecoder().decode(Head.self, from: data)
    }

    /// The whole file as what its kind holds.
    func parts<Parts: Decodable>(_ type: Parts.Type) throws -> Parts {
        try JSONDecoder().decode(type, from: data)
    }
}

/// Something in a vector that is not what its place asks for.
struct VectorFault: Error {
    let what: String
}
