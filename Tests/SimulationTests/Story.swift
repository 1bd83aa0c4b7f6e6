import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

/// A world of two people, whose second one has a role in the shared set, with one note of the
/// first's.
struct Story {
    let world: World
    let set: SetID
    let ada: Machine
    let ben: Machine

    init(_ role: Role = .editor) throws {
        let world = try World(Plan(seed: 1), making: Simulation.plain)
        let other = world.machines.first { $0.owner != world.machines[0].owner }
        self.world = world
        ben = try #require(other)
        ada = world.machines[0]
        set = world.shared[0]
        try give(role)
        world.mayFork = true
        _ = try write(ada) { author in
            let hash = ArticlePayload.Blob(hash: .zero, count: 0)
            let article = try author.addArticle(
                ArticlePayload(
                    title: "t", url: "story", format: .plain, extractor: 1, text: hash,
                    source: hash))
            return try author.annotate(articleID(of: article), text: "one two", anchor: nil)
        }
        for machine in [ada, ben] { try world.round(machine) }
    }

    func articleID(of op: PlacedOp?) throws -> ArticleID {
        guard case .article(let id) = try #require(op).op.target else {
            throw Failure("not an article")
        }
        return id
    }

    func give(_ role: Role?) throws { try world.give(ben.owner, role, in: set) }

    func copy(_ machine: Machine) throws -> MemoryCopy {
        try #require(machine.store.memoryCopy(of: set))
    }

    func write(
        _ machine: Machine, _ body: (Author) throws -> PlacedOp?
    ) throws -> PlacedOp {
        let op = try world.transact(machine) { replica in
            try body(Author(replica, #require(try replica.store.copy(of: set))))
        }
        return try #require(op)
    }

    /// Cuts the shared set's log up to its end, or to a place, in parts of few octets.
    func cut(through end: UInt64 = .max, _ octetsAim: Int = 600) throws {
        world.archive.keep(try #require(world.server.memorySet(set)).own.log, world.hashing)
        try world.serverDisk.transaction { store in
            let log = try #require(try store.set(set))
            while try LogCut(world.hashing, octetsAim: octetsAim).step(log, through: end) {}
        }
    }

    /// The note that was made last.
    func note() throws -> EntityID {
        let op = try copy(ada).content.ops.last { $0.op.kind == .annotate }
        return try #require(op?.entity)
    }

    func shown(_ machine: Machine) throws -> BodyText {
        try world.replica(of: machine).text(of: note(), in: copy(machine))
    }
}
