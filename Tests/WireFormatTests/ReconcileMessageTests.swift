import AnnotationModel
import Crypto
import Octets
import Reconciliation
import Testing
import WireFormat

@Suite("Reconciliation on the wire")
struct ReconcileMessageTests {
    @Test("finds 10 of 1,000,000 entities in 2 round trips and 2 KB")
    func cost() throws {
        var random = SplitMix64(seed: 17)
        let key = SessionKey(high: random.next(), low: random.next())
        var ours = SetSketch(key: key, count: 64)
        for _ in 0..<999_990 { ours.add(random.next()) }
        var theirs = ours
        let (mine, others) = (
            (0..<10).map { _ in random.next() }, (0..<10).map { _ in random.next() }
        )
        for item in mine { ours.add(item) }
        for item in others { theirs.add(item) }

        var octets: [Int] = []
        func sent<T>(_ message: [UInt8], _ read: ([UInt8]) throws -> T) rethrows -> T {
            octets.append(message.count)
            return try read(message)
        }
        var request = ReconcileRequest(seq: 1_234_567, running: .zero, key: key)
        request.symbols = 64
        #expect(try sent(request.encoded(), ReconcileRequest.decode) == request)
        var answer = ReconcileAnswer(isSamePlace: true, contentHash: 5)
        answer.symbols = theirs.symbols
        let read = try sent(answer.encoded()) { try ReconcileAnswer.decode($0, BLAKE2b()) }
        #expect(read == answer)
        let difference = try #require(SetDifference(ours, read.symbols))
        #expect(difference.ours == mine.sorted())
        #expect(difference.theirs == others.sorted())

        request.symbols = 0
        request.items = difference.theirs
        #expect(try sent(request.encoded(), ReconcileRequest.decode) == request)
        answer.symbols = []
        answer.named = difference.theirs.map {
            .init(item: $0, entity: EntityID(Octets16(high: $0, low: 1)))
        }
        #expect(
            try sent(answer.encoded()) { try ReconcileAnswer.decode($0, BLAKE2b()) } == answer)
        let sum = octets.reduce(0, +)
        print("reconciliation: 10 of 1,000,000 in 2 round trips, \(octets) = \(sum) octets")
        #expect(sum <= 2_048)
    }

    @Test("reads any octets without a trap")
    func anyOctets() {
        var random = SplitMix64(seed: 18)
        let key = SessionKey(high: 1, low: 2)
        var request = ReconcileRequest(seq: 9, running: .zero, key: key)
        request.items = [1, 2, .max]
        request.records = [3, 4]
        var answer = ReconcileAnswer(isSamePlace: false, contentHash: .max)
        answer.symbols = [CodedSymbol(items: 1, checks: 2, count: -3), CodedSymbol()]
        answer.named = [.init(item: 4, entity: EntityID(Octets16(high: 1, low: 1)))]
        var refused = 0
        for _ in 0..<20_000 {
            var octets = random.next() & 1 == 0 ? request.encoded() : answer.encoded()
            for _ in 0...random.next() % 3 {
                octets[Int(random.next() % UInt64(octets.count))] =
                    UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 4 == 0 { octets.removeLast(Int(random.next() % 9)) }
            // What is read is what was written, octet by octet.
            if let read = try? ReconcileRequest.decode(octets) {
                #expect(read.encoded() == octets)
            } else if let read = try? ReconcileAnswer.decode(octets, BLAKE2b()) {
                #expect(read.encoded() == octets)
            } else {
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }
}
