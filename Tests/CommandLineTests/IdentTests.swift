import CommandLine
import Testing

@Suite("Ident")
struct IdentTests {
    @Test("prefixes are as short as they can be")
    func shortest() {
        #expect(Ident.shortest(["kkkkkk", "kkkklk", "zzzzzz"]) == ["kkkkk", "kkkkl", "zzzz"])
        #expect(Ident.shortest([]) == [])
        #expect(Ident.shortest(["kl"]) == ["kl"])
        #expect(Ident.shortest(["kkkkkk", "kkkkkk"]) == ["kkkkkk", "kkkkkk"])
        #expect(Ident.shortest(["kkkk", "kkkkz"]) == ["kkkk", "kkkkz"])
    }

    @Test("a typed prefix means none, one, or several")
    func resolve() {
        let ids = ["pqrs", "kkll", "kkmm", "kk"]
        #expect(Ident.resolve("p", among: ids) == .one("pqrs"))
        #expect(Ident.resolve("k", among: ids) == .ambiguous(["kk", "kkll", "kkmm"]))
        #expect(Ident.resolve("kk", among: ids) == .one("kk"))
        #expect(Ident.resolve("x", among: ids) == .none)
        #expect(Ident.resolve("", among: ids) == .none)
        #expect(Ident.resolve("p", among: ["pq", "pq"]) == .one("pq"))
    }

    @Test("each shortest prefix resolves to its identifier", arguments: 0..<50)
    func prefixLaw(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let signs = Array("klm")
        let ids = Set(
            (0..<40).map { _ in
                String((0..<9).map { _ in signs.randomElement(using: &random) ?? "k" })
            }
        )
        .sorted()
        for (id, prefix) in zip(ids, Ident.shortest(ids)) {
            #expect(prefix.count >= 4)
            #expect(Ident.resolve(prefix, among: ids) == .one(id))
            if prefix.count > 4 {
                #expect(Ident.resolve(String(prefix.dropLast()), among: ids) != .one(id))
            }
        }
    }
}
