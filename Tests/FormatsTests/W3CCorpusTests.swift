import Formats
import Foundation
import JSON
import Testing

/// The folder with the examples of the model and of its working group; none is part of the project.
private let corpus = ProcessInfo.processInfo.environment["POSTIL_CORPUS"].map { $0 + "/w3c/" }

/// Where what is written goes for `tools/w3c`, if anywhere.
private let output = ProcessInfo.processInfo.environment["POSTIL_W3C_OUT"].map { $0 + "/" }

// Skipped unless POSTIL_CORPUS names the folder that holds w3c/.
@Suite(.enabled(if: corpus != nil, "POSTIL_CORPUS names no folder"))
struct W3CCorpusTests {
    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: (corpus ?? "") + folder)
            .filter { $0.hasSuffix(".json") }.sorted().map { folder + "/" + $0 }
    }

    private func octets(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: (corpus ?? "") + file)))
    }

    private func write(_ text: String, _ name: String) throws {
        guard let output else { return }
        try text.write(toFile: output + name, atomically: true, encoding: .utf8)
    }

    /// The annotations of a file, however it holds them.
    private func annotations(_ file: JSONValue) -> [JSONValue] {
        (file["items"] ?? file["first"]?["items"])?.array ?? (file["first"] == nil ? [file] : [])
    }

    @Test(
        "what is correct is read, and written back as it was",
        arguments: ["spec-numbered", "spec-examples/correct", "tests/samples/correct"])
    func correct(folder: String) throws {
        for file in try files(folder) {
            let octets = try octets(file)
            let reading = try Reading(W3CReader.read, octets)
            let expected = annotations(try JSONReader.parse(octets))
            #expect(reading.error == nil && reading.bad.isEmpty, "\(file): \(reading.bad)")
            #expect(reading.notes.count == expected.count, "\(file)")
            #expect(reading.skipped.count == (expected.isEmpty ? 1 : 0), "\(file)")
            let sheet = ExchangeSheet(work: ExchangeWork(), notes: reading.notes)
            let text = W3CWriter.write([sheet])
            try write(text, file.replacing("/", with: "-"))
            let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 24)
            let written = annotations(try JSONReader.parse(Array(text.utf8), limits: limits))
            for (expected, written) in zip(expected, written) {
                let added = expected["@context"] == nil ? 1 : 0
                let members = written.object?.dropFirst(added) ?? []
                #expect(JSONValue.object(Array(members)) == expected, "\(file)")
            }
        }
    }

    @Test(
        "what is incorrect is refused, also when only one thing is wrong with it",
        arguments: ["spec-examples/incorrect", "tests/samples/incorrect"])
    func incorrect(folder: String) throws {
        for file in try files(folder) {
            let text = String(decoding: try octets(file), as: UTF8.self)
            #expect(try Reading(W3CReader.read, text).notes.isEmpty, "\(file)")
            // Most of them are no JSON, and have two ids.
            let mended = text.replacing(/,(\s*[}\]])/) { $0.1 }
                .replacing(/\["http:\/\/example.org\/1", "http:\/\/example.org\/2"\]/) { _ in
                    "\"http://example.org/1\""
                }
            let isMended = ["/anno7.json", "/anno15.json"].contains { file.hasSuffix($0) }
            let reading = try Reading(W3CReader.read, mended)
            #expect(reading.notes.count == (isMended ? 1 : 0), "\(file)")
            #expect(isMended || reading.error != nil || reading.bad.count == 1, "\(file)")
        }
    }

    @Test("our own export goes where the assertions are checked")
    func own() throws {
        var maker = NoteMaker(seed: 44)
        let sheets = (0..<200).map { maker.sheet($0) }
        let text = W3CWriter.write(sheets)
        #expect(try Reading(W3CReader.read, text).notes.count > 400)
        try write(text, "own.json")
    }
}
