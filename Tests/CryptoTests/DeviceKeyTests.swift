import Crypto
import Octets
import Testing

@Suite struct DeviceKeyTests {
    /// RFC 8032, section 7.1, tests 1 and 2.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ])
    func signaturesAreThoseOfTheStandard(
        _ seed: String, _ publicKey: String, _ message: String, _ signature: String
    ) throws {
        let seed = try #require(Alphabet.hex.octets(seed))
        let message = try #require(Alphabet.hex.octets(message))
        let key = try #require(DeviceKey(seed: Secret(seed)))
        #expect(Alphabet.hex.text(key.publicKey.octets) == publicKey)
        #expect(Alphabet.hex.text(key.sign(message)) == signature)
        #expect(
            DeviceKey.verify(
                signature: key.sign(message), message: message, publicKey: key.publicKey))
    }

    @Test func everyOtherMessageKeyAndSignatureIsRefused() {
        let key = DeviceKey()
        let message: [UInt8] = [1, 2, 3]
        let signature = key.sign(message)
        func isValid(_ signature: [UInt8], _ message: [UInt8], _ publicKey: Octets32) -> Bool {
            DeviceKey.verify(signature: signature, message: message, publicKey: publicKey)
        }
        #expect(isValid(signature, message, key.publicKey))
        #expect(!isValid(signature, [1, 2, 4], key.publicKey))
        #expect(!isValid(signature, [], key.publicKey))
        #expect(!isValid(signature, message, DeviceKey().publicKey))
        #expect(!isValid(signature, message, .zero))
        #expect(!isValid([], message, key.publicKey))
        #expect(!isValid(signature + [0], message, key.publicKey))
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!isValid(changed, message, key.publicKey), "\(place)")
        }
    }

    @Test func aKeyComesBackFromItsSeed() throws {
        let key = DeviceKey()
        let again = try #require(DeviceKey(seed: key.seed))
        #expect(again.publicKey == key.publicKey)
        #expect(again.sign([7]) == key.sign([7]))
        #expect(DeviceKey().publicKey != key.publicKey)
        #expect(DeviceKey(seed: Secret([UInt8](repeating: 1, count: 31))) == nil)
        #expect(DeviceKey(seed: Secret([])) == nil)
    }
}
