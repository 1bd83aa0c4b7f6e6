/// Holds the sums of stretches in their order: a tree that only grows, all leaves at one depth.
///
/// Invariant: a node's weight is the sum of its children's, and each child knows its node.
struct StretchTree {
    private static let fanOut = 32

    private struct Node {
        var isLeaf: Bool
        var parent = -1
        var count = 0
        var weight = StretchWeight()
    }

    private var nodes = [Node(isLeaf: true)]
    /// The children of node n from n * fanOut on: stretches in a leaf, nodes elsewhere.
    private var children = Array(repeating: -1, count: fanOut)
    private var root = 0

    var weight: StretchWeight { nodes[root].weight }

    /// The stretch with the `position`th visible character (from 1 to `weight.shown`), and which
    /// of its characters that is, from 1 on.
    func locate(_ position: Int, in stretches: [Stretch]) -> (stretch: Int, character: Int) {
        var node = root
        var rest = position
        while true {
            var child = -1
            for slot in slots(of: node) {
                child = children[slot]
                let shown = weight(of: child, under: node, stretches).shown
                if rest <= shown { break }
                rest -= shown
            }
            if nodes[node].isLeaf { return (child, rest) }
            node = child
        }
    }

    /// The first stretch after `stretch` (-1: of all) that has a part in the sum.
    func next(
        after stretch: Int, in stretches: [Stretch], _ sum: (StretchWeight) -> Int
    ) -> Int {
        guard stretch >= 0 else {
            return sum(weight) > 0 ? first(under: root, in: stretches, sum) : -1
        }
        var child = stretch
        var node = stretches[stretch].leaf
        while node >= 0 {
            for slot in slots(of: node).dropFirst(slot(of: child, in: node) + 1)
            where sum(weight(of: children[slot], under: node, stretches)) > 0 {
                guard !nodes[node].isLeaf else { return children[slot] }
                return first(under: children[slot], in: stretches, sum)
            }
            child = node
            node = nodes[node].parent
        }
        return -1
    }

    /// Adds to the sums above a stretch.
    mutating func add(_ weight: StretchWeight, above leaf: Int) {
        var node = leaf
        while node >= 0 {
            nodes[node].weight += weight
            node = nodes[node].parent
        }
    }

    /// Takes in a stretch of no weight behind another (-1: in front of all).
    mutating func insert(_ stretch: Int, after other: Int, in stretches: inout [Stretch]) {
        if other >= 0 {
            let leaf = stretches[other].leaf
            insert(stretch, into: leaf, at: slot(of: other, in: leaf) + 1, &stretches)
        } else {
            var node = root
            while !nodes[node].isLeaf { node = children[node * Self.fanOut] }
            insert(stretch, into: node, at: 0, &stretches)
        }
    }

    private func slots(of node: Int) -> Range<Int> {
        node * Self.fanOut..<node * Self.fanOut + nodes[node].count
    }

    private func slot(of child: Int, in node: Int) -> Int {
        let base = node * Self.fanOut
        var slot = 0
        while children[base + slot] != child { slot += 1 }
        return slot
    }

    private func weight(of child: Int, under node: Int, _ stretches: [Stretch]) -> StretchWeight {
        nodes[node].isLeaf ? stretches[child].weight : nodes[child].weight
    }

    private func first(
        under node: Int, in stretches: [Stretch], _ sum: (StretchWeight) -> Int
    ) -> Int {
        var node = node
        while true {
            let slot = slots(of: node).first {
                sum(weight(of: children[$0], under: node, stretches)) > 0
            }
            guard let slot else { return -1 }
            if nodes[node].isLeaf { return children[slot] }
            node = children[slot]
        }
    }

    private mutating func insert(
        _ child: Int, into node: Int, at slot: Int, _ stretches: inout [Stretch]
    ) {
        guard nodes[node].count == Self.fanOut else {
            let base = node * Self.fanOut
            for index in stride(from: base + nodes[node].count, to: base + slot, by: -1) {
                children[index] = children[index - 1]
            }
            children[base + slot] = child
            nodes[node].count += 1
            adopt(child, by: node, &stretches)
            return
        }
        let upper = divide(node, &stretches)
        let half = nodes[node].count
        if slot <= half {
            insert(child, into: node, at: slot, &stretches)
        } else {
            insert(child, into: upper, at: slot - half, &stretches)
        }
        sumUp(node, stretches)
        sumUp(upper, stretches)
        if nodes[node].parent < 0 {
            plantRoot(above: node, stretches)
        }
        let parent = nodes[node].parent
        insert(upper, into: parent, at: self.slot(of: node, in: parent) + 1, &stretches)
        if parent == root { sumUp(parent, stretches) }
    }

    /// Moves the upper half of a full node to a fresh one without a parent.
    private mutating func divide(_ node: Int, _ stretches: inout [Stretch]) -> Int {
        let upper = nodes.count
        let half = Self.fanOut / 2
        nodes.append(Node(isLeaf: nodes[node].isLeaf))
        children.append(contentsOf: repeatElement(-1, count: Self.fanOut))
        for slot in half..<Self.fanOut {
            let child = children[node * Self.fanOut + slot]
            children[upper * Self.fanOut + slot - half] = child
            adopt(child, by: upper, &stretches)
        }
        nodes[node].count = half
        nodes[upper].count = Self.fanOut - half
        return upper
    }

    private mutating func plantRoot(above node: Int, _ stretches: [Stretch]) {
        root = nodes.count
        nodes.append(Node(isLeaf: false, count: 1))
        children.append(contentsOf: repeatElement(-1, count: Self.fanOut))
        children[root * Self.fanOut] = node
        nodes[node].parent = root
    }

    private mutating func adopt(_ child: Int, by node: Int, _ stretches: inout [Stretch]) {
        if nodes[node].isLeaf {
            stretches[child].leaf = node
        } else {
            nodes[child].parent = node
        }
    }

    private mutating func sumUp(_ node: Int, _ stretches: [Stretch]) {
        var sum = StretchWeight()
        for slot in slots(of: node) { sum += weight(of: children[slot], under: node, stretches) }
        nodes[node].weight = sum
    }
}
