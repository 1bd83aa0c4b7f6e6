import AnnotationModel
import CRDT
import Crypto
import Replication
import SyncEngine
import WireFormat

/// Writes the data set into a copy of a set, each change as an op of its own.
struct Writing {
    let author: Author
    private(set) var articles: [ArticleID] = []
    /// The annotations' ids, by their place in the data set.
    private(set) var ids: [EntityID] = []
    /// The text that people typed or quoted, one piece after the other.
    private(set) var text: [UInt8] = []
    private(set) var ops = 0
    /// The articles' texts where the annotations are to be found in them.
    private let texts: [[UInt8]]

    init(
        _ author: Author, articles: [ArticleID] = [], ids: [EntityID] = [], texts: [[UInt8]] = []
    ) {
        self.author = author
        self.texts = texts
        self.articles = articles
        self.ids = ids
    }

    mutating func addArticles(_ count: Int) throws {
        for number in 0..<count {
            let text = number < texts.count ? texts[number] : Array("text \(number)".utf8)
            articles.append(try Self.addArticle(number, author, text))
        }
    }

    static func addArticle(
        _ number: Int, _ author: Author, _ text: [UInt8] = []
    ) throws -> ArticleID {
        let blob = ArticlePayload.Blob(hash: BLAKE2b.hash(text), count: text.count)
        let payload = ArticlePayload(
            title: "Article \(number)", url: "https://example.org/article/\(number)",
            format: .plain, extractor: 1, text: blob, source: blob)
        _ = try author.addArticle(payload)
        return Naming(author.replica.hashing).article(in: author.copy.id, key: payload.key)
    }

    mutating func write(_ annotation: DataSet.Annotation) throws {
        let article = articles[annotation.article % articles.count]
        let text = annotation.article < texts.count ? texts[annotation.article] : []
        let payload = Self.anchor(annotation, in: text)
        let made = try author.annotate(article, text: annotation.body, anchor: payload)
        guard let entity = made.entity else { throw BenchError("an annotation has no id") }
        ids.append(entity)
        count(annotation.body, annotation.quote, annotation.before, annotation.after)
        for tag in annotation.tags {
            if try author.tag(entity, tag) != nil { count(tag) }
        }
        for reply in annotation.replies {
            _ = try author.reply(to: entity, text: reply)
            count(reply)
        }
    }

    static func anchor(
        _ annotation: DataSet.Annotation, in text: [UInt8] = []
    ) -> AnchorPayload {
        AnchorPayload(
            exact: annotation.quote, prefix: annotation.before, suffix: annotation.after,
            start: annotation.start, end: annotation.start + annotation.quote.utf8.count,
            heading: "", version: BLAKE2b.hash(text))
    }

    private mutating func count(_ texts: String...) {
        ops += 1
        for text in texts { self.text += text.utf8 }
    }

    mutating func apply(_ place: Int, _ edit: DataSet.Edit) throws {
        let entity = ids[place]
        switch edit {
        case .insert(let position, let text):
            try change(entity) { Self.replaced($0, at: position, 0, text) }
            count(text)
        case .delete(let position):
            try change(entity) { Self.replaced($0, at: position, DataSet.deleted, "") }
            count()
        case .tag(let tag):
            if try author.tag(entity, tag) != nil { count(tag) }
        case .untag(let tag):
            if try author.untag(entity, tag) != nil { count() }
        case .reply(let text):
            _ = try author.reply(to: entity, text: text)
            count(text)
        case .new(let annotation): try write(annotation)
        case .remove:
            _ = try author.delete(entity)
            count()
        }
    }

    private func change(_ entity: EntityID, _ body: (String) -> String) throws {
        let shown = try author.replica.text(of: entity, in: author.copy)
        _ = try author.edit(entity, shown: shown, to: body(shown.text))
    }

    /// The data set's text is ASCII, so octets count as code points.
    private static func replaced(
        _ text: String, at position: Int, _ deleted: Int, _ inserted: String
    ) -> String {
        var octets = Array(text.utf8)
        let start = min(position, octets.count)
        let end = min(start + deleted, octets.count)
        octets.replaceSubrange(start..<end, with: Array(inserted.utf8))
        return String(decoding: octets, as: UTF8.self)
    }
}
