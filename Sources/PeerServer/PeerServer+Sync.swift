import AnnotationModel
import Compression
import Crypto
import HTTPMessage
import Octets
import Replication
import Storage
import SyncEngine
import SyncHTTP
import WireFormat

extension PeerServer {
    /// Answers of more octets than this are compressed for those who can read it.
    static let compressedFrom = 1_000
    private static let seenEvery: UInt64 = 3_600_000

    /// Octets of records of each set in an answer about so many: together they stay within what a
    /// message may have, as long as single records are short.
    static func octetsMax(sets: Int) -> Int {
        min(SyncPeer.answerOctetsMax, WireLimits.messageOctetsMax * 3 / 4 / max(1, sets))
    }

    /// Answers a poll at once; a push goes to the writer.
    func sync(_ call: Call, _ store: ServerTransaction, _ caller: Caller) throws -> Step {
        let octets = try content(call.request)
        try checkVersion(octets)
        let request = try decode(octets)
        let isDue = caller.device.lastSeen &+ Self.seenEvery < call.now
        if !isDue, !request.parts.contains(where: \.changesStore) {
            do {
                return .done(try answer(request, call, store, caller))
            } catch is SyncPeer.WritingNeeded {
                // The server was put back: what that asks for is left to the writer.
            }
        }
        return .change { [self] store, caller in
            let caller = try needed(caller)
            if isDue { try store.noteSeen(caller.device.id, now: call.now) }
            return try answer(request, call, store, caller)
        }
    }

    private func answer(
        _ request: SyncRequest, _ call: Call, _ store: ServerTransaction, _ caller: Caller
    ) throws -> Outcome {
        let peer = SyncPeer(
            store: store, hashing: hashing, checker: checker, signer: key, randomness: randomness,
            octetsMax: Self.octetsMax(sets: request.parts.count))
        let asker = SyncPeer.Asker(account: caller.account.id, key: caller.device.key)
        let answer = try peer.answer(request, from: asker)
        let response = respond(answer.encoded(), to: call.request)
        var sync = Metrics.Sync(
            bytesIn: call.request.body.count, bytesOut: response.body.count)
        count(answer, request, &sync)
        return Outcome(response, sync: sync)
    }

    private func count(_ answer: SyncAnswer, _ request: SyncRequest, _ sync: inout Metrics.Sync) {
        for (asked, part) in zip(request.parts, answer.parts) {
            var pushed: Set<Octets32> = []
            for (bundle, result) in zip(asked.bundles, part.results) where result == .ok {
                pushed.insert(bundle.hash(hashing))
            }
            guard !pushed.isEmpty else { continue }
            sync.bundles += pushed.count
            for case .own(_, let bundle, let mask, _, _) in part.log where pushed.contains(bundle) {
                let refused = mask.count(where: \.isRefusal)
                sync.refused += refused
                sync.accepted += mask.count - refused
            }
        }
    }

    /// Reads the message; what is wrong with it must not be taken for damage of the store.
    private func decode(_ octets: [UInt8]) throws(Problem) -> SyncRequest {
        do {
            return try SyncRequest.decode(octets, hashing)
        } catch {
            throw Problem(.malformed, "the message cannot be read: \(error.rawValue)")
        }
    }

    func content(_ request: HTTPRequest) throws -> [UInt8] {
        let encoding = request.fields.values(named: "Content-Encoding").joined(separator: ",")
        switch encoding {
        case "", "identity": return request.body
        case "zstd":
            do {
                return try Zstandard.decompress(request.body, max: WireLimits.messageOctetsMax)
            } catch CompressionError.tooLarge {
                throw Problem(.tooLarge, "the message unfolds to more than is allowed")
            } catch CompressionError.noMemory {
                throw Problem(.busy, "the server is short of memory; try again")
            } catch {
                throw Problem(.malformed, "\(error)")
            }
        default: throw Problem(.malformed, "the body can be plain or zstd")
        }
    }

    /// Tells a client of another version so, before its message is called malformed.
    func checkVersion(_ octets: [UInt8]) throws(Problem) {
        var reader = CBORReader(octets)
        let version: UInt64
        do {
            _ = try reader.array(limit: 64)
            version = try reader.unsigned()
        } catch {
            return
        }
        guard version == SyncRequest.protocolVersion else {
            throw Problem(
                .versionMismatch,
                "the message is of protocol \(version); this server speaks "
                    + "\(SyncRequest.protocolVersion)")
        }
    }

    func respond(_ octets: [UInt8], to request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse(
            status: 200, fields: ["Content-Type": SyncRoute.mediaType], body: octets)
        if octets.count > Self.compressedFrom, takesZstandard(request),
            let frame = Zstandard.compress(octets)
        {
            response.body = frame
            response.fields["Content-Encoding"] = "zstd"
        }
        response.fields[ContentDigest.field] = ContentDigest.value(for: response.body)
        return response
    }

    private func takesZstandard(_ request: HTTPRequest) -> Bool {
        request.fields.values(named: "Accept-Encoding").contains { value in
            value.utf8.split(separator: 0x2C).contains { word in
                word.filter { $0 != 0x20 && $0 != 0x09 }.elementsEqual("zstd".utf8)
            }
        }
    }
}

extension SyncRequest.Part {
    /// Whether there is anything in it that the server would keep.
    var changesStore: Bool {
        !bundles.isEmpty || !again.isEmpty || !membersTail.isEmpty || founding != nil
    }
}
