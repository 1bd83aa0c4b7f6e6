import AnnotationModel
import CRDT
import Crypto
import Formats
import Octets
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// One set inside one transaction, as an import sees it.
struct ImportDesk {
    /// Where an article stands.
    enum Article {
        case living(ArticleID)
        case deleted(ArticleID)
        case none(ArticleID)
    }

    /// How a note that is here stands to what the file says of it.
    enum Standing {
        case same, outdated, edited, deleted
    }

    private let workspace: Workspace
    private let set: SetID
    private let author: Author
    private let format: ExchangeFormat
    /// The account's names, and those of before its first log-in.
    private let namings: [ForeignNaming]

    init(_ workspace: Workspace, _ set: SetID, _ format: ExchangeFormat) throws {
        self.workspace = workspace
        self.set = set
        self.format = format
        let author = try workspace.author(in: set)
        self.author = author
        let account = workspace.transaction.account
        namings = (account == .none ? [account] : [account, .none]).map {
            ForeignNaming(
                author.replica.hashing, format: format.rawValue, account: $0, set: set,
                isPersonal: author.copy.state.isPersonal)
        }
    }

    // MARK: Articles

    func article(at url: String) throws -> Article {
        let id = Naming(author.replica.hashing).article(in: set, key: Self.key(url))
        let entity = EntityID(id)
        guard try author.copy.entity(entity, .shown)?.creation != nil else { return .none(id) }
        return try author.copy.hasToken(entity, .shown) ? .living(id) : .deleted(id)
    }

    private static func key(_ url: String) -> [UInt8] { Array("url:".utf8) + Array(url.utf8) }

    /// Where the article of a payload stands, and whether it has this version.
    func article(_ payload: ArticlePayload) throws -> (article: Article, hasVersion: Bool) {
        let id = Naming(author.replica.hashing).article(in: set, key: payload.key)
        let entity = EntityID(id)
        guard let state = try author.copy.entity(entity, .shown), state.creation != nil else {
            return (.none(id), false)
        }
        let hasVersion = state.creations.contains { creation in
            (try? ArticlePayload(creation.payload))?.text.hash == payload.text.hash
        }
        let isLiving = try author.copy.hasToken(entity, .shown)
        return (isLiving ? .living(id) : .deleted(id), hasVersion)
    }

    /// Brings an article in, or a version of it, with its source.
    func add(_ source: ArticleSource, as payload: ArticlePayload) throws -> [PlacedOp] {
        try source.keep(as: payload, workspace.transaction)
        return try author.addArticle(payload).map { [$0] } ?? []
    }

    /// Makes the article of which nothing is known but quotes.
    func addQuoteOnly(_ work: ExchangeWork, url: String) throws -> [PlacedOp] {
        let nothing = ArticlePayload.Blob(hash: BLAKE2b.hash([]), count: 0)
        var title = work.title.isEmpty ? work.url ?? "Untitled" : work.title
        title = String(
            decoding: title.utf8.filter { $0 != 0 }.prefix(WireLimits.shortTextOctetsMax / 4),
            as: UTF8.self)
        let payload = ArticlePayload(
            title: title, url: url, format: .plain, extractor: PlainTextExtractor.version,
            text: nothing, source: nothing)
        return try author.addArticle(payload).map { [$0] } ?? []
    }

    // MARK: Notes

    /// The note that an import has made under this key, deleted or not.
    ///
    /// - Parameter isReply: whether it is an answer; nil if that is not known.
    func note(withKey key: String, isReply: Bool? = nil) throws -> EntityID? {
        if format == .jsonl, let own = try ownNote(key) { return own }
        for naming in namings {
            for kind in [OpKind.annotate, .reply] where isReply != (kind == .annotate) {
                let place = naming.place(of: kind, key: key)
                if let op = try workspace.transaction.op(firstIssuedAt: place, in: set) {
                    return op.entity
                }
            }
        }
        return nil
    }

    /// A note of this set by its own id: an export that comes home.
    private func ownNote(_ id: String) throws -> EntityID? {
        guard let octets = Alphabet.letters.octets(id).flatMap({ Octets16($0) }) else { return nil }
        let entity = EntityID(AnnotationID(octets))
        let creation = try author.copy.entity(entity, .shown)?.creation
        return creation?.kind.opClass == .make ? entity : nil
    }

    func add(_ note: ForeignNote) throws -> [PlacedOp] { try author.add(note, namings[0]) }

    func revive(_ article: ArticleID) throws -> [PlacedOp] {
        [try author.revive(EntityID(article))]
    }

    /// Brings a note back that was deleted, with what an undo of the import has taken off it.
    func revive(_ entity: EntityID, as note: ForeignNote) throws -> [PlacedOp] {
        var ops: [PlacedOp?] = [try author.revive(entity)]
        for tag in note.tags { ops.append(try author.tag(entity, tag)) }
        if let colour = note.colour {
            ops.append(try author.set(.colour, of: entity, to: .name(colour)))
        }
        if note.isClosed {
            ops.append(try author.set(.status, of: entity, to: .status(isClosed: true)))
        }
        let isOutdated = try standing(of: entity, against: note) == .outdated
        return ops.compactMap { $0 } + (isOutdated ? try update(entity, to: note) : [])
    }

    func update(_ entity: EntityID, to note: ForeignNote) throws -> [PlacedOp] {
        try author.update(entity, to: note, shown: shown(entity), namings[0])
    }

    func standing(of entity: EntityID, against note: ForeignNote) throws -> Standing {
        guard let state = try author.copy.entity(entity, .shown),
            try author.copy.hasToken(entity, .shown)
        else { return .deleted }
        let isSame = try shown(entity).text.utf8.elementsEqual(note.text.utf8)
        let isEdited = state.live.contains { value in
            value.kind == .text && !namings.contains { $0.isForeign(value.identity) }
        }
        if !isSame, isEdited { return .edited }
        guard let origin = state.values(of: .origin).first else { return isSame ? .same : .edited }
        let isUpToDate = origin.payload == Payload.origin(note.origin).encoded()
        return isSame && isUpToDate ? .same : .outdated
    }

    private func shown(_ entity: EntityID) throws -> BodyText {
        try author.copy.text(of: entity) ?? author.replica.text(of: entity, in: author.copy)
    }
}
