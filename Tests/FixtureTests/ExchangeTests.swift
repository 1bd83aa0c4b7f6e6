import Crypto
import Testing
import WireFormat

/// What was ever said over the wire is read, and said again in the same octets.
@Suite struct ExchangeTests {
    @Test(arguments: Fixtures.versions)
    func everyRecordedBodyIsReadAndWrittenAsItWas(version: String) throws {
        let folder = "exchanges/\(version)"
        var (requests, answers, bundles) = (0, 0, 0)
        for name in try Fixtures.names(folder) where name.hasSuffix(".cbor") {
            let octets = try Fixtures.octets(at: Fixtures.path(folder + "/" + name))
            if name.hasPrefix("request-") {
                let request = try SyncRequest.decode(octets, BLAKE2b())
                #expect(request.encoded() == octets, "\(name)")
                requests += 1
                bundles += request.parts.reduce(0) { $0 + $1.bundles.count }
            } else {
                let answer = try SyncAnswer.decode(octets, BLAKE2b())
                #expect(answer.encoded() == octets, "\(name)")
                answers += 1
            }
        }
        #expect(requests >= Fixtures.exchangesMin && requests == answers)
        #expect(bundles > 0)
    }
}
