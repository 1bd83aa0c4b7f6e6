import Access
import Replication
import SyncEngine
import Testing

/// The table of who may do what (Protocol/07-access.md), written a second time: reader, commenter,
/// editor, owner.
private let table: [Action: [Bool]] = [
    .read: [true, true, true, true],
    .listMembers: [true, true, true, true],
    .leave: [true, true, true, true],
    .annotate: [false, true, true, true],
    .changeOwnNote: [false, true, true, true],
    .changeOthersNote: [false, false, true, true],
    .changeArticle: [false, false, true, true],
    .changeSet: [false, false, false, true],
    .invite: [false, false, false, true],
    .changeMembers: [false, false, false, true],
]

@Suite struct PolicyTests {
    @Test func everyActionHasARow() {
        #expect(Set(Action.allCases) == Set(table.keys))
    }

    @Test func everyRoleHasAColumn() {
        #expect(Role.allCases == [.reader, .commenter, .editor, .owner])
        for row in table.values { #expect(row.count == Role.allCases.count) }
    }

    @Test(arguments: Action.allCases, Array(Role.allCases.enumerated()).map(\.offset))
    func everyCellIsAsTheTableSays(action: Action, column: Int) throws {
        let expected = try #require(table[action])[column]
        #expect(Policy.can(Role.allCases[column], action) == expected)
    }

    @Test(arguments: Action.allCases)
    func whoIsNoMemberMayDoNothing(action: Action) {
        #expect(!Policy.can(nil, action))
    }

    @Test(arguments: Action.allCases)
    func theLeastRoleIsTheFirstThatMay(action: Action) throws {
        let row = try #require(table[action])
        let first = try #require(row.firstIndex(of: true))
        #expect(Policy.leastRole(for: action) == Role.allCases[first])
    }
}

@Suite struct RoleTests {
    @Test(arguments: Role.allCases)
    func aRoleIsFoundByItsName(role: Role) {
        #expect(Role(name: role.name) == role)
        #expect(Role(rawValue: role.rawValue) == role)
    }

    @Test(arguments: ["", "Owner", "owner ", "admin", "readers", "\u{0}"])
    func anotherWordIsNoRole(word: String) {
        #expect(Role(name: word) == nil)
    }

    @Test func theNumbersOnTheWireStay() {
        #expect(Role.allCases.map(\.rawValue) == [1, 2, 3, 4])
        #expect(Role.allCases.map(\.name) == ["reader", "commenter", "editor", "owner"])
        #expect(Role(rawValue: 0) == nil && Role(rawValue: 5) == nil)
    }

    @Test func aLaterRoleIsTheGreater() {
        for (left, right) in zip(Role.allCases, Role.allCases.dropFirst()) {
            #expect(left < right && !(right < left))
        }
    }
}

/// What an op of a class means when its author made the note, and when somebody else did.
private let meanings: [OpClass: (own: Action, others: Action)] = [
    .make: (.annotate, .annotate),
    .note: (.changeOwnNote, .changeOthersNote),
    .article: (.changeArticle, .changeArticle),
    .set: (.changeSet, .changeSet),
]

@Suite struct OpClassTests {
    @Test func everyClassHasARow() {
        #expect(Set(OpClass.allCases) == Set(meanings.keys))
    }

    @Test(arguments: OpClass.allCases)
    func aClassIsJudgedAsItsAction(opClass: OpClass) throws {
        let meaning = try #require(meanings[opClass])
        #expect(opClass.action(isAuthor: true) == meaning.own)
        #expect(opClass.action(isAuthor: false) == meaning.others)
    }

    @Test(arguments: OpClass.allCases)
    func aReaderWritesNoOpAndAnOwnerEvery(opClass: OpClass) {
        for isAuthor in [true, false] {
            #expect(!Policy.can(.reader, opClass.action(isAuthor: isAuthor)))
            #expect(Policy.can(.owner, opClass.action(isAuthor: isAuthor)))
        }
    }

    @Test func anUnknownClassIsNone() {
        let known = Set(OpClass.allCases.map(\.rawValue))
        for raw in UInt32(0)...64 where !known.contains(raw) {
            #expect(OpClass(rawValue: raw) == nil)
        }
        #expect(known == [0, 1, 2, 3])
    }
}
