import Crypto
import Octets
import Replication
import SyncEngine
import Testing

@Suite struct PortsTests {
    @Test func theHashAsAValueIsTheHash() {
        let hashing: any Hashing = BLAKE2b()
        #expect(hashing.hash([1, 2, 3]) == BLAKE2b.hash([1, 2, 3]))
        #expect(hashing.hash([]) != hashing.hash([0]))
    }

    @Test func theCheckerTellsASignersMessagesFromAllOthers() {
        let (signer, stranger): (any Signing, any Signing) = (DeviceKey(), DeviceKey())
        let checker: any SignatureChecking = Ed25519Checker()
        let signature = signer.sign([7, 8])
        #expect(checker.isValid(signature, of: [7, 8], by: signer.key))
        #expect(!checker.isValid(signature, of: [7, 9], by: signer.key))
        #expect(!checker.isValid(signature, of: [7, 8], by: stranger.key))
    }

    @Test func randomOctetsDoNotRepeat() {
        let randomness: any Randomness = SystemRandomness()
        #expect(Set((0..<100).map { _ in randomness.octets16() }).count == 100)
    }
}
