import Foundation
import Testing

@Suite("Decision pages can be found and read alike")
struct DecisionsTests {
    private let pages: [String]

    init() throws {
        pages = try Repository.files(below: "Protocol/decisions").filter { $0.hasSuffix(".md") }
    }

    @Test("pages count up from 0001 without a gap")
    func numbers() {
        let numbers = pages.map { $0.split(separator: "/").last?.prefix(4) ?? "" }
        #expect(numbers.map { Int($0) } == Array(1...max(1, pages.count)))
    }

    @Test("each page has its number, a status, context, decision and consequences, in this order")
    func parts() throws {
        for page in pages {
            let text = try Repository.text(page)
            let number = page.split(separator: "/").last?.prefix(4) ?? ""
            let parts = [
                "\n**Status:** ", "\n## Context\n", "\n## Decision\n", "\n## Consequences\n",
            ]
            let places = parts.compactMap { text.range(of: $0)?.lowerBound }
            #expect(text.hasPrefix("# \(number): "), "\(page)")
            #expect(places.count == parts.count && places == places.sorted(), "\(page)")
        }
    }

    @Test("the protocol's first page lists them all, and lists none that is gone")
    func listed() throws {
        let text = try Repository.text("Protocol/README.md")
        let links = text.components(separatedBy: "](decisions/").dropFirst().map {
            "Protocol/decisions/" + $0.prefix { $0 != ")" }
        }
        #expect(links == pages)
    }
}
