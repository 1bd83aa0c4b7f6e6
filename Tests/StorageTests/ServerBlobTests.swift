import AnnotationModel
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import Testing

@Suite struct ServerBlobTests {
    let folder: ServerFolder
    let store: ServerStore
    let set: SetID
    let octets = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) }
    var hash: Octets32 { ServerWorld.hashing.hash(octets) }

    init() throws {
        folder = try ServerFolder()
        let store = try ServerWorld.open(folder)
        self.store = store
        set = try store.write { try ServerWorld.found(ServerPerson(1), in: $0) }
    }

    @discardableResult
    private func append(_ part: Range<Int>, of count: Int = 1000) throws -> BlobState? {
        try store.write {
            try $0.appendBlob(set, hash, count: count, at: part.lowerBound, Array(octets[part]))
        }
    }

    @Test func anUploadIsResumedWhereItStopped() throws {
        #expect(try store.read { try $0.blob(set, hash) } == nil)
        #expect(try append(0..<300)?.present == 300)
        #expect(throws: ServerRefusal.outOfOrder) { try append(0..<10) }
        #expect(throws: ServerRefusal.outOfOrder) { try append(301..<400) }
        #expect(try store.read { try $0.blobRange(set, hash, 0..<10) } == nil)
        let other = try ServerWorld.open(folder)
        #expect(try other.read { try $0.blob(set, hash)?.present } == 300)
        #expect(try append(300..<700)?.isComplete == false)
        #expect(try append(700..<1000)?.isComplete == true)
        #expect(try append(0..<10)?.isComplete == true)
        for range in [0..<1000, 0..<1, 299..<301, 300..<700, 999..<1000, 5..<5, 650..<5000] {
            let expected = Array(octets[range.clamped(to: 0..<1000)])
            #expect(try store.read { try $0.blobRange(set, hash, range) } == expected)
        }
    }

    @Test func wrongOctetsAreDroppedAndCanBeSentAnew() throws {
        try append(0..<500)
        let wrong = try store.write {
            try $0.appendBlob(set, hash, count: 1000, at: 500, [UInt8](repeating: 0, count: 500))
        }
        #expect(wrong == nil)
        #expect(try store.read { try $0.blob(set, hash) } == nil)
        #expect(try append(0..<1000)?.isComplete == true)
    }

    @Test func aLongerOneIsRefused() throws {
        #expect(throws: ServerRefusal.blobTooLong) { try append(0..<10, of: 9) }
        #expect(throws: ServerRefusal.blobTooLong) { try append(0..<10, of: 1 << 40) }
        #expect(throws: ServerRefusal.blobTooLong) { try append(0..<10, of: -1) }
        #expect(try store.read { try $0.blob(set, hash) } == nil)
    }

    @Test func anotherLengthBeginsAnew() throws {
        try append(0..<500, of: 900)
        #expect(throws: ServerRefusal.outOfOrder) { try append(500..<1000) }
        #expect(try append(0..<1000)?.isComplete == true)
    }

    @Test func theEmptyBlobIsABlob() throws {
        let empty = ServerWorld.hashing.hash([])
        let state = try store.write { try $0.appendBlob(set, empty, count: 0, at: 0, []) }
        #expect(state?.isComplete == true)
        #expect(try store.read { try $0.blobRange(set, empty, 0..<10) } == [])
    }

    @Test func aSetHasItsOwn() throws {
        try append(0..<1000)
        let other = SetID(Octets16(high: 1, low: 1))
        #expect(try store.read { try $0.blob(other, hash) } == nil)
        #expect(throws: ServerRefusal.noSet) {
            try store.write { _ = try $0.appendBlob(other, hash, count: 1, at: 0, [1]) }
        }
        try store.write { _ = try $0.makeSet(other) }
        #expect(try store.read { try $0.blobRange(other, hash, 0..<10) } == nil)
    }
}
