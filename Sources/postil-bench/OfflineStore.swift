import AnnotationModel
import Crypto
import Replication
import Storage
import SyncEngine
import WireFormat

/// `article` and `fill`: a store of many annotations, for the programs to be timed on.
enum OfflineStore {
    /// A text of about 100 kB, with a passage of its own for each run.
    static func writeArticle(_ options: Options) throws {
        var data = DataSet(seed: 11)
        var text = "A long article\n\n"
        for number in 1...400 {
            text += "Here passage number \(number) begins. \(data.text(220)).\n\n"
        }
        try File.write(Array(text.utf8), to: options.string("out"))
    }

    /// Writes the data set into the personal set of a store that the program itself has made.
    static func fill(_ options: Options) throws {
        let folder = try options.string("store")
        let count = try options.int("annotations", 10_000)
        let store = try ClientStore.open(folder, hashing: BLAKE2b(), programName: "postil-bench")
        var data = DataSet(seed: 1)
        var annotations = data.annotations(count)
        let texts = place(&annotations)
        var start = 0
        var articles: [ArticleID] = []
        while start < annotations.count {
            let end = min(start + 1_000, annotations.count)
            articles = try store.write { transaction in
                var writing = Writing(
                    try author(transaction), articles: articles, texts: texts)
                if articles.isEmpty {
                    for text in texts { try transaction.putBlob(BLAKE2b.hash(text), text) }
                    try writing.addArticles(texts.count)
                }
                for annotation in annotations[start..<end] { try writing.write(annotation) }
                return writing.articles
            }
            start = end
        }
    }

    /// Texts of articles that hold the annotations' passages, which are told where they are.
    private static func place(_ annotations: inout [DataSet.Annotation]) -> [[UInt8]] {
        var texts = (0..<DataSet.articles).map { Array("Article \($0)\n".utf8) }
        for index in annotations.indices {
            let article = annotations[index].article
            texts[article] += Array(annotations[index].before.utf8)
            annotations[index].start = texts[article].count
            texts[article] += Array(
                (annotations[index].quote + annotations[index].after + "\n").utf8)
        }
        return texts
    }

    private static func author(_ transaction: ClientTransaction) throws -> Author {
        for set in try transaction.sets() {
            guard let copy = try transaction.copy(of: set), copy.state.isPersonal,
                let seed = try transaction.setting(.deviceSeed),
                let key = DeviceKey(seed: Secret(seed))
            else { continue }
            return Author(
                Replica(
                    store: transaction, hashing: BLAKE2b(), checker: Ed25519Checker(),
                    signer: key, randomness: SystemRandomness(), serverKey: nil,
                    nowMilliseconds: Measure.now()), copy)
        }
        throw BenchError("the store has no personal set; add an article first")
    }
}
