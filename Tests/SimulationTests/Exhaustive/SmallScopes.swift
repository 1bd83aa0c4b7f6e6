/// What is walked through: in each run of the tests small scopes, and larger ones in pieces.
enum SmallScopes {
    typealias Scope = ExhaustiveSearch.Scope

    /// Deeds that can meet; those on different things pass each other by.
    private static let families: [(name: String, deeds: [Deed])] = [
        ("text", [.editWord, .editOverlap, .editSame, .undo]),
        ("life", [.editEnd, .reply, .deleteNote, .reviveNote, .undo]),
        ("article", [.editEnd, .pageNote, .deleteArticle, .addAgain]),
        ("replies", [.reply, .editReply, .deleteReply, .deleteNote]),
        ("tags", [.tagSame, .tagOther, .untag, .undo]),
        ("colours", [.colour, .colourSame, .undo]),
        ("attachment", [.status, .reattach, .undo]),
        ("titles", [.title, .addVersion, .deleteArticle, .undo]),
        ("unknown", [.unknownKeepingContent, .deleteNote, .unknownMade]),
    ]

    /// What somebody may do or not, depending on the role.
    private static let refusable: [Deed] = [
        .editEnd, .deleteNote, .colour, .reply, .editReply, .untag, .tagSame, .pageNote, .undo,
        .unknownKeeping, .title, .addVersion,
    ]

    /// Run each time.
    static let ordinary: [Scope] =
        [Scope("everything", Deed.allCases, turns: [1, 1])]
        + families.map { Scope($0.name, $0.deeds, turns: [2, 2]) }
        + demotions.flatMap { name, role in
            [
                Scope(name, refusable, turns: [1, 1], demotion: role),
                Scope(name, Array(refusable.prefix(4)), turns: [1, 2], demotion: role),
            ]
        }
        + [Scope("three", [.editEnd, .deleteNote, .colour, .untag, .undo], turns: [1, 1, 1])]

    private static let demotions: [(String, Scope.Demotion)] = [
        ("to commenter", .commenter), ("to reader", .reader), ("removed", .nobody),
    ]

    /// Forms too large to be run each time: replicas x ops of each.
    enum Form: String, CaseIterable {
        case all2x2 = "2 x 2, all kinds"
        case all3x1 = "3 x 1, all kinds"
        case families2x3 = "2 x 3, families"
        case families3x2 = "3 x 2, families"
        case refused2x2 = "2 x 2, a role changes"

        /// Its share of the time.
        var share: Double { 1 / Double(Self.allCases.count) }
    }

    /// A form in pieces that begin with different deeds. Where everybody may do the same, of the
    /// orders in which the sides can begin with them one stands for all.
    static func pieces(of form: Form) -> [Scope] {
        let all = Deed.allCases
        switch form {
        case .all2x2:
            return all.flatMap { one in
                all.flatMap { other in
                    all.map { next in
                        Scope(
                            "2 x 2 \(one) \(next) \(other)",
                            turns: [[[one], [next]], [[other], all]])
                    }
                }
            }
        case .all3x1:
            return pairs(of: all).map { one, other in
                let rest = all.filter { $0.rawValue >= other.rawValue }
                return Scope("3 x 1 \(one) \(other)", turns: [[[one]], [[other]], [rest]])
            }
        case .families2x3: return families.flatMap { threeTurns($0.name, $0.deeds) }
        case .families3x2: return families.flatMap { threeSides($0.name, $0.deeds) }
        case .refused2x2: return refused()
        }
    }

    private static func threeTurns(_ name: String, _ deeds: [Deed]) -> [Scope] {
        pairs(of: deeds).flatMap { one, other in
            deeds.flatMap { next in
                deeds.map { last in
                    Scope(
                        "2 x 3 \(name) \(one) \(next) \(other) \(last)",
                        turns: [[[one], [next], deeds], [[other], [last], deeds]])
                }
            }
        }
    }

    private static func threeSides(_ name: String, _ deeds: [Deed]) -> [Scope] {
        var scopes: [Scope] = []
        for (one, other) in pairs(of: deeds) {
            for third in deeds where third.rawValue >= other.rawValue {
                for next in deeds {
                    for last in deeds {
                        scopes.append(
                            Scope(
                                "3 x 2 \(name) \(one) \(next) \(other) \(last) \(third)",
                                turns: [[[one], [next]], [[other], [last]], [[third], deeds]]))
                    }
                }
            }
        }
        return scopes
    }

    private static func refused() -> [Scope] {
        demotions.flatMap { name, role in
            refusable.flatMap { one in
                refusable.map { other in
                    var scope = Scope(
                        "2 x 2 \(name) \(one) \(other)",
                        turns: [[[one], refusable], [[other], refusable]])
                    scope.demotion = role
                    return scope
                }
            }
        }
    }

    private static func pairs(of deeds: [Deed]) -> [(Deed, Deed)] {
        deeds.flatMap { one in
            deeds.filter { $0.rawValue >= one.rawValue }.map { (one, $0) }
        }
    }
}
