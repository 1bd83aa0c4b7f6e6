import CRDT

/// The merge rules word for word: every character ever typed is a node of one tree, versions are
/// sets of ops, nothing is cut short. Slow, and meant to share no idea with the replay.
final class PlainTextTree {
    final class Node {
        let op: Identity?
        let index: Int
        let scalar: Unicode.Scalar
        var rightOrigin: Node?
        var parent: Node?
        var lefts: [Node] = []
        var rights: [Node] = []
        var deleters: Set<Identity> = []
        var place = Int.max

        init(op: Identity?, index: Int, scalar: Unicode.Scalar) {
            self.op = op
            self.index = index
            self.scalar = scalar
        }

        /// Whether the id, an identity and then an index, is the lesser.
        func hasLesserID(than other: Node) -> Bool {
            guard let mine = op, let its = other.op, mine != its else { return index < other.index }
            return mine < its
        }

        func descends(from ancestor: Node) -> Bool {
            var node: Node? = self
            while let here = node {
                if here === ancestor { return true }
                node = here.parent
            }
            return false
        }
    }

    private let root = Node(op: nil, index: 0, scalar: " ")
    private let isMaximal: Bool
    private(set) var order: [Node] = []
    private(set) var pasts: [Identity: Set<Identity>] = [:]

    /// Without `isMaximal` it is plain Fugue, which does not look at right origins.
    init(_ ops: [TextOp] = [], isMaximal: Bool = true) {
        self.isMaximal = isMaximal
        for op in ops { apply(op) }
    }

    /// The op's predecessors must have been applied.
    func apply(_ op: TextOp) {
        let version = version(op.predecessors).union([op.id])
        pasts[op.id] = version
        var typed = 0
        for run in op.runs {
            let seen = order.filter { isVisible($0, at: version) }
            let position = min(max(0, run.position), seen.count)
            for node in seen[position...].prefix(max(0, run.deleted)) {
                node.deleters.insert(op.id)
            }
            var left = position == 0 ? root : seen[position - 1]
            let behind = left === root ? order[...] : order[(left.place + 1)...]
            let right = behind.first { exists($0, at: version) }
            for scalar in run.inserted.unicodeScalars {
                let node = Node(op: op.id, index: typed, scalar: scalar)
                typed += 1
                node.rightOrigin = right
                plant(node, left: left, right: right)
                left = node
            }
        }
    }

    private func plant(_ node: Node, left: Node, right: Node?) {
        if let right, right.descends(from: left) {
            node.parent = right
            right.lefts.append(node)
            right.lefts.sort { $0.hasLesserID(than: $1) }
        } else {
            node.parent = left
            left.rights.append(node)
            left.rights.sort { one, other in
                let places = (one.rightOrigin?.place ?? .max, other.rightOrigin?.place ?? .max)
                return isMaximal && places.0 != places.1
                    ? places.0 > places.1 : one.hasLesserID(than: other)
            }
        }
        order = walk()
        for (place, node) in order.enumerated() { node.place = place }
    }

    private func walk() -> [Node] {
        var result: [Node] = []
        var stack: [(node: Node, isOpen: Bool)] = [(root, false)]
        while let (node, isOpen) = stack.popLast() {
            if isOpen {
                if node !== root { result.append(node) }
            } else {
                for child in node.rights.reversed() { stack.append((child, false)) }
                stack.append((node, true))
                for child in node.lefts.reversed() { stack.append((child, false)) }
            }
        }
        return result
    }

    private func exists(_ node: Node, at version: Set<Identity>) -> Bool {
        node.op.map(version.contains) ?? false
    }

    private func isVisible(_ node: Node, at version: Set<Identity>) -> Bool {
        exists(node, at: version) && node.deleters.isDisjoint(with: version)
    }

    func text(where isKept: (Node) -> Bool) -> String {
        var view = String.UnicodeScalarView()
        for node in order where isKept(node) { view.append(node.scalar) }
        return String(view)
    }

    func version(_ heads: [Identity]) -> Set<Identity> {
        heads.reduce(into: []) { $0.formUnion(pasts[$1] ?? []) }
    }

    var text: String { text { $0.deleters.isEmpty } }

    func text(at heads: [Identity]) -> String {
        let version = version(heads)
        return text { isVisible($0, at: version) }
    }

    var attribution: [TextSpan] {
        var spans: [TextSpan] = []
        for node in order where node.deleters.isEmpty {
            guard let author = node.op else { continue }
            if let last = spans.last, last.author == author {
                spans[spans.count - 1] = TextSpan(author: author, count: last.count + 1)
            } else {
                spans.append(TextSpan(author: author, count: 1))
            }
        }
        return spans
    }
}
