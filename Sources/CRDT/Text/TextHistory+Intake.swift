extension TextHistory {
    /// Which ops have all their past there, in a causal order.
    struct CausalOrder {
        /// Indexes of ops.
        var accepted: [Int] = []
        /// The place of each in `accepted`.
        var numbers: [Identity: Int] = [:]
        /// Whether each op names exactly the one before it.
        var isLine = true
    }

    static func causalOrder(of ops: [TextOp]) -> CausalOrder {
        var order = CausalOrder()
        order.accepted.reserveCapacity(ops.count)
        order.numbers.reserveCapacity(ops.count)
        var waiting: [Identity: [Int]] = [:]
        var ready: [Int] = []
        for index in ops.indices {
            ready.append(index)
            while let next = ready.popLast() {
                let op = ops[next]
                if let missing = missingPredecessor(of: op, ops, order) {
                    waiting[missing, default: []].append(next)
                    continue
                }
                let number = order.accepted.count
                if let earlier = order.numbers.updateValue(number, forKey: op.id) {
                    order.numbers[op.id] = earlier
                    continue
                }
                order.isLine = order.isLine && follows(op, ops, order)
                order.accepted.append(next)
                if !waiting.isEmpty { ready += waiting.removeValue(forKey: op.id) ?? [] }
            }
        }
        return order
    }

    /// Numbers that compare as the identities do; in a line nothing is ever compared.
    static func ranks(of ids: [Identity], isLine: Bool) -> [Int] {
        guard !isLine else { return Array(repeating: 0, count: ids.count) }
        var ranks = Array(repeating: 0, count: ids.count)
        for (rank, op) in ids.indices.sorted(by: { ids[$0] < ids[$1] }).enumerated() {
            ranks[op] = rank
        }
        return ranks
    }

    private static func missingPredecessor(
        of op: TextOp, _ ops: [TextOp], _ order: CausalOrder
    ) -> Identity? {
        op.predecessors.first { predecessor in
            if let last = order.accepted.last, ops[last].id == predecessor { return false }
            return order.numbers[predecessor] == nil
        }
    }

    private static func follows(_ op: TextOp, _ ops: [TextOp], _ order: CausalOrder) -> Bool {
        guard let last = order.accepted.last else { return true }
        return op.predecessors.count == 1 && op.predecessors[0] == ops[last].id
    }
}
