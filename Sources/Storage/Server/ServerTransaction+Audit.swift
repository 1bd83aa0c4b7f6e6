public import AnnotationModel
internal import SQLite

extension ServerTransaction {
    /// Notes what somebody did; `detail` never holds a secret.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func appendAudit(action: String, by: AccountID, detail: String, now: UInt64) throws {
        try connection.put(
            AuditRow(line: AuditLine(time: now, action: action, by: by, detail: detail)),
            "INSERT INTO audit (time, action, doer, detail, sum) VALUES (?, ?, ?, ?, ?)")
    }

    /// The last lines, newest first.
    public func audit(last count: Int) throws -> [AuditLine] {
        let rows: [AuditRow] = try connection.rows(
            "SELECT time, action, doer, detail, sum FROM audit ORDER BY num DESC LIMIT ?",
            .count(max(count, 0)))
        return rows.map(\.line)
    }
}
