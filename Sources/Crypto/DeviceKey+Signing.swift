public import Octets
public import SyncEngine

extension DeviceKey: Signing {
    /// What others know the signer by.
    public var key: Octets32 { publicKey }
}
