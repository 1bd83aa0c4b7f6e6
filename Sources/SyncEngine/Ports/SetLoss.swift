/// What a server knows of having lost a part of a set: only such a set takes anything back
/// (Protocol/05-sync.md, 7).
public struct SetLoss: Hashable, Sendable {
    /// Whether the set waits for an owner's device.
    public var isHeld: Bool
    /// Whether the server had lost the set whole, and with it the key that signed receipts: an
    /// owner's word then stands for what they would prove.
    public var isFoundedAgain: Bool

    /// Takes the parts.
    public init(isHeld: Bool, isFoundedAgain: Bool) {
        self.isHeld = isHeld
        self.isFoundedAgain = isFoundedAgain
    }
}

extension PeerSet {
    /// Whether the set waits, since the server was put back, for an owner's device.
    public var isHeld: Bool { loss?.isHeld ?? false }

    /// Serves the set again.
    public func endHold() throws {
        guard var loss, loss.isHeld else { return }
        loss.isHeld = false
        try put(loss)
    }
}

extension SetLoss? {
    /// The same for a set that waits for an owner's device from now on.
    public var held: SetLoss {
        SetLoss(isHeld: true, isFoundedAgain: self?.isFoundedAgain ?? false)
    }
}
