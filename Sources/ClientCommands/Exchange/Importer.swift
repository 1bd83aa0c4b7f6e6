import AnnotationModel
import CRDT
import CommandLine
import Crypto
import Formats
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// Takes the records of a file of another program into a set, many in a transaction.
///
/// A class, because readers hand it one record after the other.
final class Importer {
    /// Records that one transaction takes in; one `undo` takes back as many.
    private static let batchMax = 12_000
    /// Octets of articles that one transaction takes in.
    private static let octetsMax = 16 << 20

    private let session: Session
    private let format: ExchangeFormat
    private let setName: String?
    /// Whether records are looked at and nothing is written.
    let isDry: Bool
    /// Whether what was deleted here comes back.
    let isAgain: Bool
    var tally = ImportTally()
    private var waiting: [ExchangeNote] = []
    private var waitingArticles: [ExchangeArticle] = []
    /// Octets of the articles that wait.
    private var waitingOctets = 0
    /// Answers to notes that have not come yet, by the key of what they answer.
    private var orphans: [[UInt8]: [ExchangeNote]] = [:]
    private var works: [[UInt8]: ArticleID] = [:]
    /// Articles that came with their text, by the id that the file gives them.
    var articles: [[UInt8]: ArticleID] = [:]
    /// Those that are left out because they were deleted here.
    var goneArticles: Set<[UInt8]> = []
    private var notes: [[UInt8]: EntityID] = [:]
    /// Keys of notes that are left out because their article was deleted here.
    private var gone: Set<[UInt8]> = []
    private let progress: (Int) -> Void

    /// Takes in what is in this format, into the set of this name, or the personal one.
    init(
        _ session: Session, _ format: ExchangeFormat, set: String?, isDry: Bool,
        isAgain: Bool, progress: @escaping (Int) -> Void
    ) {
        self.session = session
        self.format = format
        setName = set
        self.isDry = isDry
        self.isAgain = isAgain
        self.progress = progress
    }

    /// Takes what a reader has found.
    func take(_ item: ExchangeItem) throws {
        tally.records += 1
        if tally.records % 1_000 == 0 { progress(tally.records) }
        switch item {
        case .skipped(let what): tally.skip(what)
        case .bad(let line, let why): tally.bad.append(.init(line: line, why: why))
        case .note(let note):
            waiting.append(note)
            if waiting.count >= Self.batchMax { try flush() }
        case .article(let article):
            waitingArticles.append(article)
            waitingOctets += article.source.count
            if waitingOctets >= Self.octetsMax { try flush() }
        }
    }

    /// Notes where the file ends to make sense.
    func add(_ error: FormatError) {
        tally.bad.append(.init(line: error.line ?? tally.records + 1, why: error.why))
    }

    /// Takes in what is left, and tells of answers whose notes have not come.
    func finish() throws {
        try flush()
        for note in orphans.values.joined().sorted(by: { $0.line < $1.line }) {
            let why = "it answers “\(note.parent ?? "")”, which is not there"
            tally.bad.append(.init(line: note.line, why: why))
        }
        orphans = [:]
    }

    private func flush() throws {
        if waiting.isEmpty && waitingArticles.isEmpty { return }
        let batch = (waitingArticles, waiting)
        (waitingArticles, waiting, waitingOctets) = ([], [], 0)
        if isDry {
            try session.read { workspace in
                try take(batch.0, batch.1, try existingSet(workspace), workspace)
            }
        } else {
            try session.store().expectMany()
            try session.write { workspace in
                try take(batch.0, batch.1, try set(workspace), workspace)
            }
        }
    }

    private func set(_ workspace: Workspace) throws -> SetID {
        guard let setName, setName != "personal" else { return try workspace.personalSet() }
        return try workspace.set(named: setName)
    }

    /// Nil for the personal set before there is one.
    private func existingSet(_ workspace: Workspace) throws -> SetID? {
        guard let setName, setName != "personal" else {
            return try workspace.existingPersonalSet()
        }
        return try workspace.set(named: setName)
    }

    private func take(
        _ articles: [ExchangeArticle], _ batch: [ExchangeNote], _ set: SetID?,
        _ workspace: Workspace
    ) throws {
        let desk = try set.map { try ImportDesk(workspace, $0, format) }
        var ops: [Identity] = []
        for article in articles { ops += try takeGood(article, desk).map(\.identity) }
        for note in batch {
            // Answers may stand before what they answer.
            var next = [note]
            while let note = next.popLast() {
                ops += try takeGood(note, desk).map(\.identity)
                let key = Array(note.key.utf8)
                guard notes[key] != nil || gone.contains(key) else { continue }
                next += (orphans.removeValue(forKey: key) ?? []).reversed()
            }
        }
        guard let set, !isDry, !ops.isEmpty else { return }
        try workspace.log("import \(format.rawValue)", ops, in: set)
    }

    /// Takes a record in, or tells why it cannot be.
    private func takeGood(_ note: ExchangeNote, _ desk: ImportDesk?) throws -> [PlacedOp] {
        do {
            return try take(note, desk)
        } catch let error as FormatError {
            tally.bad.append(.init(line: error.line ?? note.line, why: error.why))
            return []
        }
    }

    private func take(_ note: ExchangeNote, _ desk: ImportDesk?) throws -> [PlacedOp] {
        let key = Array(note.key.utf8)
        if notes[key] != nil {
            tally.skip("records that stand twice in the file")
            return []
        }
        if let parent = note.parent, gone.contains(Array(parent.utf8)) {
            tally.deletedHere += 1
            gone.insert(key)
            return []
        }
        if let parent = note.parent, notes[Array(parent.utf8)] == nil,
            try desk?.note(withKey: parent) == nil
        {
            orphans[Array(parent.utf8), default: []].append(note)
            return []
        }
        let known = try desk?.note(withKey: note.key, isReply: note.parent != nil)
        if let desk, let known {
            notes[key] = known
            return try update(note, known, desk)
        }
        let (subject, made) = try subject(of: note, desk)
        guard let subject else {
            tally.deletedHere += 1
            gone.insert(key)
            return made
        }
        let record = try ForeignRecord(note, on: subject, now: session.now)
        var ops = made
        if let desk, !isDry {
            ops += try desk.add(record.note)
            notes[key] = ops[made.count].entity
        } else {
            notes[key] = EntityID(.zero)
        }
        count(note, record)
        return ops
    }

    private func count(_ note: ExchangeNote, _ record: ForeignRecord) {
        if record.isShortened { tally.shortened += 1 }
        if note.hasUnreadDate { tally.undated += 1 }
        if note.parent != nil {
            tally.replies += 1
        } else if record.note.anchor == nil {
            tally.pageNotes += 1
        } else {
            tally.highlights += 1
        }
    }

    private func update(
        _ note: ExchangeNote, _ known: EntityID, _ desk: ImportDesk
    ) throws -> [PlacedOp] {
        let record = try ForeignRecord(note, on: .note(known), now: session.now)
        switch try desk.standing(of: known, against: record.note) {
        case .deleted:
            guard isAgain else {
                tally.deletedHere += 1
                return []
            }
            tally.revived += 1
            return isDry ? [] : try desk.revive(known, as: record.note)
        case .edited: tally.editedHere += 1
        case .same: tally.known += 1
        case .outdated:
            tally.updated += 1
            if !isDry { return try desk.update(known, to: record.note) }
        }
        return []
    }

    /// What a note is on, with the op that made the article; nil if that was deleted here.
    private func subject(
        of note: ExchangeNote, _ desk: ImportDesk?
    ) throws -> (ForeignNote.Subject?, [PlacedOp]) {
        if let parent = note.parent {
            let entity = try notes[Array(parent.utf8)] ?? desk?.note(withKey: parent)
            return (.note(entity ?? EntityID(.zero)), [])
        }
        let id = Array((note.work.id ?? "").utf8)
        if goneArticles.contains(id) { return (nil, []) }
        if let known = articles[id] { return (.article(known), []) }
        let url = WorkName.url(of: note.work)
        guard url.utf8.count <= WireLimits.shortTextOctetsMax, !url.utf8.contains(0) else {
            throw FormatError(line: note.line, "the address of its article cannot be kept")
        }
        let key = Array(url.utf8)
        if let known = works[key] { return (.article(known), []) }
        guard let desk else {
            works[key] = ArticleID(.zero)
            tally.quoteOnly += 1
            return (.article(ArticleID(.zero)), [])
        }
        switch try desk.article(at: url) {
        case .living(let id):
            tally.articles += 1
            works[key] = id
            return (.article(id), [])
        case .deleted(let id):
            guard isAgain else { return (nil, []) }
            works[key] = id
            return (.article(id), isDry ? [] : try desk.revive(id))
        case .none(let id):
            tally.quoteOnly += 1
            works[key] = id
            return (.article(id), isDry ? [] : try desk.addQuoteOnly(note.work, url: url))
        }
    }
}
