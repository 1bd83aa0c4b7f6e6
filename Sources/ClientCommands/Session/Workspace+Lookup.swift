import AnnotationModel
import CRDT
import CommandLine
import Octets
import Replication
import Storage
import SyncEngine

extension Workspace {
    /// The article a person means: `@@`, the beginning of an id, a URL, or words of its title.
    func article(_ word: String) throws -> ArticleView {
        if word == "@@" {
            guard let octets = try transaction.setting(.lastArticle), let id = Octets16(octets),
                let view = try article(EntityID(ArticleID(id)))
            else {
                let isEmpty = try transaction.count(EntityQuery(kind: .articles)) == 0
                throw Self.notFound(
                    "no article was used in this store yet",
                    isEmpty ? "postil add FILE" : "postil docs")
            }
            return view
        }
        guard !word.isEmpty else { throw Self.notFound("no article was named", "postil docs") }
        if Alphabet.hex.covers(word) {
            let found = try transaction.entitiesMatching(prefix: word, .articles)
            if found.count > 1 { throw try ambiguous(word, found.compactMap(article)) }
            if let id = found.first, let view = try article(id) { return view }
        }
        let all = try transaction.entities(EntityQuery(kind: .articles, includeDead: true))
            .compactMap { ArticleView($0, self) }
        let address = URLNormalizer.normalize(word)
        let byAddress = all.filter { view in
            guard let url = view.url, let address else { return false }
            return url.utf8.elementsEqual(address.utf8)
        }
        let wanted = word.lowercased()
        let whole = all.filter { $0.title.utf8.elementsEqual(word.utf8) }
        let part = all.filter { $0.title.lowercased().contains(wanted) }
        // A title typed in full means that article, also where it begins a longer one.
        for found in [byAddress, whole, part] where !found.isEmpty {
            let living = found.filter(\.isAlive)
            if living.count > 1 { throw try ambiguous(word, living) }
            if let view = living.first ?? found.first { return view }
        }
        let titles = all.filter(\.isAlive).map(\.title)
        throw Self.notFound(
            "there is no article “\(word)” in this store\(Suggestion.question(word, titles))",
            "postil docs")
    }

    func article(_ id: EntityID) throws -> ArticleView? {
        try transaction.entity(id).flatMap { ArticleView($0, self) }
    }

    /// An article that can be annotated.
    func livingArticle(_ word: String) throws -> ArticleView {
        let article = try article(word)
        guard article.isAlive else {
            throw CommandFailure(
                .notFound, code: "article-deleted", "“\(article.title)” was deleted",
                hints: try wayBack(EntityID(article.id), in: article.set))
        }
        return article
    }

    /// The annotation a person means: `@` or the beginning of an id.
    func annotation(_ word: String) throws -> EntityRow {
        var found: [EntityID] = []
        if word == "@" {
            guard let octets = try transaction.setting(.lastAnnotation), let id = Octets16(octets)
            else { throw Self.notFound("no annotation was used in this store yet", "postil list") }
            found = [EntityID(AnnotationID(id))]
        } else if Alphabet.letters.covers(word), !word.isEmpty {
            found = try transaction.entitiesMatching(prefix: word, .annotations)
        }
        if found.count > 1 {
            throw CommandFailure(
                .decisionNeeded, code: "ambiguous-id",
                "\(found.count) annotations begin with “\(word)”",
                evidence: found.prefix(20).map { AnnotationID($0.octets).text },
                hints: ["type more letters of the id"])
        }
        guard let id = found.first, let row = try transaction.entity(id),
            row.state.creation?.kind.opClass == .make
        else {
            throw Self.notFound("there is no annotation “\(word)” in this store", "postil list")
        }
        return row
    }

    /// An annotation that can be changed or answered.
    func livingAnnotation(_ word: String) throws -> EntityRow {
        let row = try annotation(word)
        let gone = row.isAlive ? row.state.creation?.article.map { EntityID($0) } : row.id
        guard row.isAlive, row.articleIsAlive else {
            let short = try short(AnnotationID(row.id.octets))
            throw CommandFailure(
                .notFound, code: "annotation-deleted",
                row.isAlive ? "the article of \(short) was deleted" : "\(short) was deleted",
                hints: try wayBack(gone ?? row.id, in: row.set))
        }
        return row
    }

    /// Whether a word means an annotation rather than an article.
    func meansAnnotation(_ word: String) throws -> Bool {
        if word == "@" { return true }
        if word == "@@" || !Alphabet.letters.covers(word) { return false }
        return try !transaction.entitiesMatching(prefix: word, .annotations).isEmpty
    }

    static let notFoundCode = "not-found"

    static func notFound(_ sentence: String, _ hint: String) -> CommandFailure {
        CommandFailure(.notFound, code: notFoundCode, sentence, hints: [hint])
    }

    private func ambiguous(_ word: String, _ articles: [ArticleView]) throws -> CommandFailure {
        CommandFailure(
            .decisionNeeded, code: "ambiguous-article",
            "“\(word)” could be \(articles.count) articles",
            evidence: articles.prefix(20).map { "\($0.id.text.prefix(8))  \($0.title)" },
            hints: ["name it by its id"])
    }

    // MARK: Remembering

    func remember(_ annotation: AnnotationID) throws {
        try transaction.putSetting(.lastAnnotation, annotation.octets.octets)
    }

    func remember(_ article: ArticleID) throws {
        try transaction.putSetting(.lastArticle, article.octets.octets)
    }

    /// Keeps what a command wrote, so that it can be taken back.
    ///
    /// - Parameter undoes: the change that was taken back by it.
    func log(
        _ command: String, _ ops: [PlacedOp], in set: SetID, undoes: Int64? = nil
    ) throws {
        try log(command, ops.map(\.identity), in: set, undoes: undoes)
    }

    /// The same by the ops' first issues.
    func log(
        _ command: String, _ ops: [Identity], in set: SetID, undoes: Int64? = nil
    ) throws {
        guard !ops.isEmpty else { return }
        try transaction.appendChange(
            LocalChange(
                milliseconds: now, command: command, set: set, ops: ops, undoes: undoes))
    }

    /// The short form of an annotation's id: unique among all that are here.
    func short(_ id: AnnotationID) throws -> String {
        let text = id.text
        for length in [4, 6, 8, 12] {
            let prefix = String(text.prefix(length))
            if try transaction.entitiesMatching(prefix: prefix, .annotations).count <= 1 {
                return prefix
            }
        }
        return text
    }

    /// The short form of an article's id.
    func short(_ id: ArticleID) throws -> String {
        let text = id.text
        for length in [4, 6, 8, 12] {
            let prefix = String(text.prefix(length))
            if try transaction.entitiesMatching(prefix: prefix, .articles).count <= 1 {
                return prefix
            }
        }
        return text
    }
}
