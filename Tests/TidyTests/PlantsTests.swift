import Foundation
import Testing

/// The bugs that `tools/plants` plants can still be planted.
@Suite("Every plant fits the sources")
struct PlantsTests {
    @Test func whatAPlantReplacesStandsOnceInItsFile() throws {
        let names = try Repository.files(below: "Tests/Plants")
        for name in names {
            let plant = try Repository.text(name)
            let parts = plant.components(separatedBy: "\n<<<<\n")
            let halves = parts.last?.components(separatedBy: "\n====\n") ?? []
            try #require(parts.count == 2 && halves.count == 2, "\(name)")
            let file = parts[0].split(separator: "\n").compactMap { line in
                line.hasPrefix("file: ") ? String(line.dropFirst(6)) : nil
            }
            let source = try Repository.text(try #require(file.first, "\(name)"))
            let count = source.components(separatedBy: halves[0]).count - 1
            #expect(count == 1, "\(name)")
            #expect(halves[1].contains("isPlanted("), "\(name)")
        }
        #expect(names.count == 20)
    }
}
