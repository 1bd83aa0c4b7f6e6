import AnnotationModel
import Query
import Replication
import Storage
import SyncEngine

/// What annotations share in one search: names of sets and people, and the articles.
final class QueryContext: QueryNames {
    /// An address that more articles have narrows too little.
    private static let articlesMax = 64

    let workspace: Workspace
    private var articles = ArticleCache()
    private var setNames: [SetID: String] = [:]
    private var names: [SetID: [AccountID: String]] = [:]

    init(_ workspace: Workspace) { self.workspace = workspace }

    func name(of set: SetID) throws -> String {
        if let known = setNames[set] { return known }
        let name = try workspace.name(of: set)
        setNames[set] = name
        return name
    }

    func isPersonal(_ set: SetID) throws -> Bool {
        try workspace.transaction.state(of: set)?.isPersonal == true
    }

    func name(of account: AccountID, in set: SetID) throws -> String {
        if let known = names[set]?[account] { return known }
        let name = try workspace.name(of: account, in: workspace.copy(of: set))
        names[set, default: [:]][account] = name
        return name
    }

    func article(_ id: ArticleID, in set: SetID) throws -> ArticleView? {
        try articles.article(id, in: set, workspace)
    }

    /// Whether a name means an account: its own in the set, and `me` the person at this store.
    func isMeant(_ user: String, _ account: AccountID, in set: SetID) throws -> Bool {
        if user.isSameName(as: "me"),
            account == .none || account == workspace.transaction.account
        {
            return true
        }
        return try name(of: account, in: set).isSameName(as: user)
    }

    // MARK: QueryNames

    func accounts(named name: String) throws -> [AccountID] {
        try accounts { account, set in try isMeant(name, account, in: set) }
    }

    func accounts(matching words: SearchPattern) throws -> [AccountID] {
        try accounts { account, set in
            SearchText(try name(of: account, in: set)).contains(words)
        }
    }

    private func accounts(
        where isMeant: (AccountID, SetID) throws -> Bool
    ) throws -> [AccountID] {
        var result: Set<AccountID> = []
        for set in try workspace.transaction.sets() {
            // A set of which the membership log is damaged is in nobody's way.
            guard let copy = (try? workspace.transaction.copy(of: set)) ?? nil else { continue }
            let own = [AccountID.none, workspace.transaction.account]
            for account in Array(copy.membership.members.keys) + own
            where try !result.contains(account) && isMeant(account, set) {
                result.insert(account)
            }
        }
        return result.sorted()
    }

    func articles(withURL part: String) throws -> [String]? {
        let rows = try workspace.transaction.entities(
            EntityQuery(kind: .articles, includeDead: true))
        let found = rows.compactMap { ArticleView($0, workspace) }.filter {
            $0.url.map { Self.holds($0, part) } ?? false
        }
        return found.count > Self.articlesMax ? nil : found.map(\.id.text)
    }

    /// Whether an address has a part that is in lower case.
    static func holds(_ url: String, _ part: String) -> Bool { url.lowercased().holds(part) }
}
