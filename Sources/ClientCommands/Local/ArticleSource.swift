import Crypto
import Markdown
import Storage
import TextAnchoring
import WireFormat

/// The octets that an article is made of, and the text that is in them.
struct ArticleSource {
    let octets: [UInt8]
    let format: ArticlePayload.Format
    let article: ExtractedArticle

    /// - Throws: `ExtractionError` if the octets are no text, or hold none.
    init(_ octets: [UInt8], _ format: ArticlePayload.Format) throws(ExtractionError) {
        let text = try SourceText.decode(octets)
        self.octets = octets
        self.format = format
        article =
            format == .markdown
            ? try MarkdownExtractor.extract(text) : try PlainTextExtractor.extract(text)
    }

    /// What is said of it to other replicas.
    func payload(title: String, url: String?) -> ArticlePayload {
        let text = article.text.utf8
        return ArticlePayload(
            title: title, url: url, format: format, extractor: PlainTextExtractor.version,
            text: .init(hash: BLAKE2b.hash(text), count: text.count),
            source: .init(hash: BLAKE2b.hash(octets), count: octets.count))
    }

    /// Puts what the payload refers to into the store.
    func keep(as payload: ArticlePayload, _ transaction: ClientTransaction) throws {
        try transaction.putBlob(payload.text.hash, article.text.utf8)
        try transaction.putBlob(payload.source.hash, octets)
    }
}
