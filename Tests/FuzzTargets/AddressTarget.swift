import CivilTime
import ClientCommands
import CommandLine
import Crypto
import HTTPServer
import Octets
import PeerServer
import SyncHTTP

/// Short texts that mean something: typed by a person, or sent in a field.
enum AddressTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        let text = String(decoding: octets, as: UTF8.self)
        try checkAddresses(text)
        try checkCodes(text, octets)
        try checkTimes(text, octets)
        if let type = ProblemType(uri: text) {
            try require(type.uri.utf8.elementsEqual(text.utf8), "a problem has one name")
        }
        let value = ContentDigest.value(for: octets)
        try require(
            !ContentDigest.denies(value, octets) && ContentDigest.denies(value, octets + [0]),
            "a digest fits what it is of, and nothing else")
        if ContentDigest.denies(text, []) {
            try require(
                text.utf8.count >= 9 && !text.utf8.elementsEqual(ContentDigest.value(for: []).utf8),
                "only a digest can deny")
        }
    }

    private static func checkAddresses(_ text: String) throws(FuzzFailure) {
        if let address = try? ServerAddress(typed: text) {
            try require(
                text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "nothing in an address is unseen")
            try require(
                ServerAddress(stored: address.url) == address, "an address is kept as it is read")
            try require(
                !address.host.isEmpty && !address.host.utf8.contains(0x40)
                    && address.url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F },
                "an address is plain text")
            let typed = try? ServerAddress(typed: address.url)
            try require(typed == address, "an address can be typed as it is shown")
        }
        if let url = URLNormalizer.normalize(text) {
            try require(
                URLNormalizer.normalize(url)?.utf8.elementsEqual(url.utf8) == true,
                "the one form of an address is its own form")
            let rest = text.utf8.split(separator: 0x23, omittingEmptySubsequences: false)[0]
            let path = rest.dropFirst(8).drop { $0 != 0x2F && $0 != 0x3F }
            let end = path.lastIndex { $0 != 0x3F }.map { path.index(after: $0) }
            try require(
                url.utf8.reversed().starts(with: path[..<(end ?? path.startIndex)].reversed()),
                "a path stays as it came")
        }
        if let address = try? ListenAddress(text) {
            try require(
                (try? ListenAddress(address.description)) == address,
                "where to listen is read as it is written")
        }
    }

    private static func checkCodes(_ text: String, _ octets: [UInt8]) throws(FuzzFailure) {
        if let code = InviteCode(typed: text) {
            let again = InviteCode(typed: code.shown)
            try require(again?.hash == code.hash, "a code is read as it is shown")
        }
        if let token = AccessToken(Secret(octets)) {
            try require(
                token.text.withOctets { $0.elementsEqual(octets) }, "a token is what was sent")
        }
        for alphabet in [Alphabet.hex, .letters] {
            try require(
                alphabet.octets(alphabet.text(octets)) == octets,
                "octets come back from their text")
            guard let read = alphabet.octets(text) else { continue }
            try require(
                alphabet.text(read).utf8.elementsEqual(text.utf8) && alphabet.covers(text),
                "an identifier has one text")
        }
    }

    private static func checkTimes(_ text: String, _ octets: [UInt8]) throws(FuzzFailure) {
        var source = ByteSource(octets)
        let moment = Int64(bitPattern: source.word())
        let shown = UTCTime.text(moment, .milliseconds)
        let read = try require(UTCTime.milliseconds(shown), "a time that is written is read")
        try require(
            UTCTime.text(read, .milliseconds).utf8.elementsEqual(shown.utf8),
            "a time is read as it is written")
        _ = RelativeTime.text(moment, now: Int64(bitPattern: source.word()))
        if let typed = UTCTime.milliseconds(text) {
            let whole = UTCTime.text(typed, .milliseconds)
            let isWithin = (0...253_402_300_799_999).contains(typed)
            try require(
                !isWithin || UTCTime.milliseconds(whole) == typed, "a moment has one text")
        }
    }
}
