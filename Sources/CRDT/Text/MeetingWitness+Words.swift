extension MeetingWitness {
    /// Records who changed a word that this run changes.
    ///
    /// A run changes the word it touches: the one on its left if it begins with signs of a word,
    /// the one on its right if it ends with such, both if it types inside one.
    mutating func meetInWord(_ op: Int, _ ends: RunEnds, _ list: StretchList) {
        var edges: (first: [CharacterKey], last: [CharacterKey]) = ([], [])
        if let deleted = ends.deleted {
            edges.first.append(list[deleted.first].first)
            edges.last.append(list[deleted.last].last)
        }
        if !ends.typed.isEmpty {
            edges.first.append(CharacterKey(op: op, index: ends.typed.lowerBound))
            edges.last.append(CharacterKey(op: op, index: ends.typed.upperBound - 1))
        }
        guard !edges.first.isEmpty else { return }
        let isInside =
            !ends.typed.isEmpty && ends.left >= 0 && ends.behind >= 0
            && isWord(list[ends.left].last)
            && isWord(list[ends.behind].first)
        if isInside || edges.first.contains(where: isWord) {
            let start = ends.deleted.map { list[$0.first].previous } ?? ends.left
            look(from: start, isForward: false, by: op, list)
        }
        if isInside || edges.last.contains(where: isWord) {
            let start = list.following(ends.deleted?.last ?? ends.left)
            look(from: start, isForward: true, by: op, list)
        }
    }

    /// Goes through a word to its end, which only a character that the op's author saw can be: what
    /// others typed behind the word is no change of it, what they typed inside it is.
    private mutating func look(
        from start: Int, isForward: Bool, by op: Int, _ list: StretchList
    ) {
        var number = start
        var pending: [Int] = []
        for _ in 0..<Self.stretchesMax where number >= 0 {
            let stretch = list[number]
            let reach = wordReach(into: stretch, isForward: isForward)
            if stretch.state == 0, !stretch.isGone {
                if pending.isEmpty, reach > 0 { meet(op, stretch.op, .oneWord) }
                if reach < stretch.count || !pending.isEmpty { pending.append(stretch.op) }
            } else if stretch.state == 1 {
                guard reach > 0 else { return }
                for other in pending + (deleters[number] ?? []) { meet(op, other, .oneWord) }
                pending = []
                guard reach == stretch.count else { return }
            }
            number = isForward ? stretch.next : stretch.previous
        }
    }

    /// How many signs of a word stand at the near end of a stretch, at most 256 looked at.
    private func wordReach(into stretch: Stretch, isForward: Bool) -> Int {
        var reach = 0
        while reach < min(stretch.count, 256) {
            let index = isForward ? reach : stretch.count - 1 - reach
            guard isWord(CharacterKey(op: stretch.op, index: stretch.start + index)) else { break }
            reach += 1
        }
        return reach
    }
}
