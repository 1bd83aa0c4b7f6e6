import Query
import SQLite

extension WordIndex {
    /// How deep an expression may be that SQLite's own parser reads.
    private static let depthMax = 8

    /// The numbers of the entities that a narrowing leaves, or of more, if they are few; nil if
    /// they may be many.
    ///
    /// - Throws: what SQLite reports, but for a damaged index, which narrows nothing.
    func few(_ narrowing: Narrowing, max: Int) throws -> Set<Int64>? {
        if let answer = try answer(narrowing, limit: max) { return answer.numbers }
        switch narrowing {
        case .everything, .token, .unsynced, .deleted, .answered: return nil
        case .all:
            var result: Set<Int64>?
            for part in Self.parts(narrowing) {
                guard let found = try few(part, max: max) else { continue }
                result = result?.intersection(found) ?? found
            }
            return result
        case .any(let parts):
            var result: Set<Int64> = []
            for part in parts {
                guard let found = try few(part, max: max) else { return nil }
                result.formUnion(found)
            }
            return result.count <= max ? result : nil
        }
    }

    /// The numbers of the entities that a narrowing leaves; nil if it leaves all.
    ///
    /// - Throws: what SQLite reports, but for a damaged index, which narrows nothing.
    func numbers(_ narrowing: Narrowing) throws -> Set<Int64>? {
        if let answer = try answer(narrowing, limit: nil) { return answer.numbers }
        switch narrowing {
        case .everything, .token, .unsynced, .deleted, .answered: return nil
        case .all:
            var result: Set<Int64>?
            for part in Self.parts(narrowing) {
                guard let found = try numbers(part) else { continue }
                result = result?.intersection(found) ?? found
                if result?.isEmpty == true { break }
            }
            return result
        case .any(let parts):
            var result: Set<Int64> = []
            for part in parts {
                guard let found = try numbers(part) else { return nil }
                result.formUnion(found)
            }
            return result
        }
    }

    /// What one statement answers: numbers, or nil where they are more than the limit or where the
    /// index is damaged.
    private struct Answer {
        let numbers: Set<Int64>?
    }

    /// The answer of one statement; nil if it takes several.
    private func answer(_ narrowing: Narrowing, limit: Int?) throws -> Answer? {
        if let expression = Self.match(narrowing, depth: 0) {
            do {
                return try answer(Self.matching, [.text(expression)], limit)
            } catch let error as SQLiteError where error.code == .corrupt {
                // What it would have found is found by looking at every row; `doctor` tells.
                return Answer(numbers: nil)
            }
        }
        switch narrowing {
        case .unsynced: return try answer(Self.unsynced, [], limit)
        case .deleted: return try answer(Self.deleted, [], limit)
        case .answered: return try answer(Self.answered, [], limit)
        case .everything, .token, .all, .any: return nil
        }
    }

    private func answer(_ sql: String, _ values: [Value], _ limit: Int?) throws -> Answer {
        var numbers: Set<Int64> = []
        // Rows are counted, not numbers: a statement may name an entity twice.
        var rows = 0
        let rowsMax = limit.map { Int64($0) + 1 } ?? -1
        try database.query(composed: sql + " LIMIT ?", values + [.integer(rowsMax)]) { row in
            numbers.insert(try row.integer(0))
            rows += 1
        }
        return Answer(numbers: limit.map { rows <= $0 } ?? true ? numbers : nil)
    }

    /// The parts of all that have to hold, with those that FTS5 can say in one.
    private static func parts(_ narrowing: Narrowing) -> [Narrowing] {
        guard case .all(let parts) = narrowing else { return [narrowing] }
        let said = parts.filter { match($0, depth: 1) != nil }
        let others = parts.filter { match($0, depth: 1) == nil }
        return (said.isEmpty ? [] : [.all(said)]) + others
    }

    /// The narrowing as FTS5 has it; nil if that cannot say it.
    private static func match(_ narrowing: Narrowing, depth: Int) -> String? {
        guard depth < depthMax else { return nil }
        switch narrowing {
        case .token(let token):
            // Letters, digits and what is not ASCII: nothing that means anything between quotes.
            let word = String(decoding: token.octets, as: UTF8.self)
            return token.isPrefix ? "\"\(word)\"*" : "\"\(word)\""
        case .all(let parts): return joined(parts, " AND ", depth)
        case .any(let parts): return joined(parts, " OR ", depth)
        case .everything, .unsynced, .deleted, .answered: return nil
        }
    }

    private static func joined(_ parts: [Narrowing], _ sign: String, _ depth: Int) -> String? {
        var words: [String] = []
        for part in parts {
            guard let word = match(part, depth: depth + 1) else { return nil }
            words.append(word)
        }
        return words.isEmpty ? nil : "(" + words.joined(separator: sign) + ")"
    }

    private static let matching = "SELECT rowid FROM word WHERE word MATCH ?"

    private static let unsynced = """
        SELECT e.number FROM copy AS c CROSS JOIN op AS o INDEXED BY op_pending
            ON o.copy = c.number AND o.verdict = 255
        CROSS JOIN entity AS e INDEXED BY entity_id ON e.copy = o.copy AND e.id = o.entity
        """

    private static let deleted = """
        SELECT e.number FROM copy AS c CROSS JOIN entity AS e INDEXED BY entity_class
            ON e.copy = c.number AND e.class = 2 AND e.alive = 0
        UNION ALL
        SELECT e.number FROM copy AS c CROSS JOIN entity AS a INDEXED BY entity_class
            ON a.copy = c.number AND a.class = 1 AND a.alive = 0
        CROSS JOIN entity AS e INDEXED BY entity_article
            ON e.copy = a.copy AND e.article = a.id AND e.article IS NOT NULL
        """

    private static let answered = """
        SELECT p.number FROM copy AS c CROSS JOIN entity AS r INDEXED BY entity_parent
            ON r.copy = c.number AND r.parent IS NOT NULL AND r.alive = 1
        CROSS JOIN entity AS p INDEXED BY entity_id ON p.copy = r.copy AND p.id = r.parent
        """
}
