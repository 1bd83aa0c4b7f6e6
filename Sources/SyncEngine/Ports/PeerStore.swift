public import AnnotationModel
public import Octets

/// The server's store, inside one transaction.
public protocol PeerStore: AnyObject {
    /// The server's epoch: 128 random bits.
    var epoch: Octets16 { get }
    /// Begins a new epoch, in which every set is held.
    func beginEpoch(_ epoch: Octets16) throws
    /// Whether nothing can be changed in this transaction.
    var isReadOnly: Bool { get }
    /// The set; nil if there is none.
    func set(_ id: SetID) throws -> (any PeerSet)?
    /// Makes an empty set.
    func makeSet(_ id: SetID) throws -> any PeerSet
    /// The account's personal set.
    func personalSet(of account: AccountID) throws -> SetID?
    /// Gives the account its personal set.
    func putPersonalSet(_ set: SetID, of account: AccountID) throws
    /// The sets in which the account has a role, ascending.
    func sets(of account: AccountID) throws -> [SetID]
    /// The account's name, as it stands in membership entries.
    func name(of account: AccountID) throws -> String
}
