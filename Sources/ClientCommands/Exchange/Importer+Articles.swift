import AnnotationModel
import Formats
import Octets
import Replication
import SyncEngine
import TextAnchoring
import WireFormat

/// Articles that a file brings with their sources.
extension Importer {
    /// Brings an article in, or tells why it cannot be.
    func takeGood(_ article: ExchangeArticle, _ desk: ImportDesk?) throws -> [PlacedOp] {
        do {
            let format: ArticlePayload.Format = article.markup == .markdown ? .markdown : .plain
            let source = try ArticleSource(article.source, format)
            let url = article.work.url.flatMap { URLNormalizer.normalize($0) }
            let title = article.work.title
            let payload = source.payload(
                title: title.isEmpty ? source.article.title : title, url: url)
            return try take(source, payload, Array((article.work.id ?? "").utf8), desk)
        } catch let error as ExtractionError {
            tally.bad.append(.init(line: article.line, why: error.message))
            return []
        }
    }

    private func take(
        _ source: ArticleSource, _ payload: ArticlePayload, _ key: [UInt8], _ desk: ImportDesk?
    ) throws -> [PlacedOp] {
        guard let desk else {
            articles[key] = ArticleID(.zero)
            tally.texts += 1
            return []
        }
        let (article, hasVersion) = try desk.article(payload)
        switch article {
        case .deleted where !isAgain:
            goneArticles.insert(key)
            return []
        case .living(let id) where hasVersion:
            if articles.updateValue(id, forKey: key) == nil { tally.articles += 1 }
            return []
        case .deleted(let id) where hasVersion:
            articles[key] = id
            tally.texts += 1
            return isDry ? [] : try desk.revive(id)
        case .none(let id), .living(let id), .deleted(let id):
            articles[key] = id
            tally.texts += 1
            return isDry ? [] : try desk.add(source, as: payload)
        }
    }
}
