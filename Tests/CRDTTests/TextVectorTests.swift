import CRDT
import Testing

@Suite struct TextVectorTests {
    @Test("each published graph makes the published text, heads and authors, in any order")
    func vectors() throws {
        let vectors = try TextVectors.read().vectors
        #expect(vectors.count == 12)
        var random = SplitMix64(seed: 1)
        for vector in vectors {
            for _ in 0..<20 {
                let history = TextHistory(vector.textOps.shuffled(using: &random))
                #expect(history.text.utf8.elementsEqual(vector.text.utf8), "\(vector.name)")
                #expect(history.heads == vector.heads.map(\.id), "\(vector.name)")
                #expect(history.attribution == vector.attribution.map(\.span), "\(vector.name)")
                for op in vector.ops {
                    let text = history.text(at: [op.dot.id])
                    #expect(text.utf8.elementsEqual(op.textAtAuthor.utf8), "\(vector.name)")
                }
            }
            let tree = PlainTextTree(vector.textOps)
            #expect(tree.text.utf8.elementsEqual(vector.text.utf8), "\(vector.name)")
        }
    }

    @Test("the order is FugueMax: plain Fugue makes another text of one of the graphs")
    func fugueMax() throws {
        let differing = try TextVectors.read().vectors.filter { vector in
            PlainTextTree(vector.textOps, isMaximal: false).text != vector.text
        }
        #expect(differing.map(\.name) == ["the nearer right origin stands further right"])
        #expect(differing.map { TextHistory($0.textOps).text } == ["ADCB"])
        #expect(
            differing.map { PlainTextTree($0.textOps, isMaximal: false).text } == ["ACDB"])
    }
}
