import Testing

/// Holds this program to Protocol/vectors, and knows nothing else of the code than what they name.
struct ConformanceTests {
    /// Vectors of rules that the program does not keep yet; a test fails once it keeps one.
    static let known: Set<String> = []

    @Test("there is something to hold the program to, and every folder holds vectors")
    func foldersAreFull() throws {
        let folders = try Vector.folders()
        #expect(folders.contains("03-replication/valid"))
        #expect(folders.contains("04-wire-format/invalid"))
        for folder in folders {
            #expect(try !Vector.all(in: folder).isEmpty, "\(folder) is empty")
        }
    }

    @Test("a file lies where vectors lie, or its own suite is known")
    func nothingLiesElsewhere() throws {
        // Run by CRDTTests.
        let others: Set = ["text/README.md", "text/graphs.json"]
        #expect(try Set(Vector.strays()).subtracting(others).isEmpty)
    }

    @Test("every known fault has a vector")
    func knownFaultsExist() throws {
        let paths = try Vector.folders().flatMap { try Vector.all(in: $0).map(\.path) }
        #expect(Self.known.subtracting(paths).isEmpty)
    }

    @Test("what a vector says comes of its input", arguments: try Vector.folders())
    func holds(folder: String) throws {
        for vector in try Vector.all(in: folder) {
            #expect(
                (vector.head.refused != nil) == folder.hasSuffix("/invalid"),
                "\(vector.path) lies in the wrong folder")
            if Self.known.contains(vector.path) {
                withKnownIssue("\(vector.path)") { try check(vector) }
            } else {
                #expect(throws: Never.self, "\(vector.path)") { try check(vector) }
            }
        }
    }

    private func check(_ vector: Vector) throws {
        guard let check = Self.checks[vector.head.kind] else {
            throw VectorFault(what: "\(vector.path): no check for the kind \(vector.head.kind)")
        }
        try check(vector)
    }

    private static let checks: [String: @Sendable (Vector) throws -> Void] = [
        "op": WireCheck.op, "bundle": WireCheck.bundle, "member": WireCheck.member,
        "record": WireCheck.record, "snapshot": WireCheck.snapshot,
        "request": WireCheck.request, "answer": WireCheck.answer, "payload": WireCheck.payload,
        "kinds": WireCheck.kinds, "position": WireCheck.position,
        "log": LogCheck.log, "membership": LogCheck.membership, "signature": LogCheck.signature,
        "setID": NameCheck.set, "articleID": NameCheck.article,
        "accountID": NameCheck.account, "replicaID": NameCheck.replica,
        "foreignIdentity": NameCheck.foreign,
        "annotationID": NameCheck.annotation, "merge": MergeCheck.merge, "judge": MergeCheck.judge,
        "text": TextCheck.text, "octets": WireCheck.octets,
    ]
}
