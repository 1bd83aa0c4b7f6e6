import CommandLine
import Crypto
import Glibc
import JSON
import SyncHTTP
import WireFormat

/// `load`: many replicas push at once to a server over HTTP; `device`: a code for a further device.
enum LoadJob {
    static func run(_ options: Options) throws {
        let port = try options.int("port", 0)
        let name = options.values["name"] ?? "push"
        let process = try options.int("server-pid", 0)
        let codes = String(decoding: File.read(try options.string("codes")), as: UTF8.self)
            .split(separator: "\n")
        let folder = try options.string("scratch")
        let clients = try codes.prefix(try options.int("clients", 64)).enumerated().map {
            try LoadClient(
                port: port, code: String($1), folder: "\(folder)/\(name)\($0)",
                name: "\(name.map { $0 == "." ? "-" : String($0) }.joined())-\($0)",
                number: $0)
        }
        let ops = try options.int("ops", 100)
        try push(clients, "\(name).single", try options.int("single", 0), ops: 1, process)
        try push(clients, "\(name).bundle", try options.int("bundles", 0), ops: ops, process)
        if let first = clients.first { try writeIdle(first, options) }
    }

    private static func push(
        _ clients: [LoadClient], _ name: String, _ requests: Int, ops: Int, _ process: Int
    ) throws {
        guard requests > 0, !clients.isEmpty else { return }
        for client in clients {
            client.prepare(requests: requests, ops: ops)
            client.latencies = []
            client.answers = []
        }
        let own = Measure.processorSeconds()
        let server = Measure.processorSeconds(of: process)
        let start = Measure.seconds()
        try exchange(clients)
        let seconds = Measure.seconds() - start
        let count = Double(clients.count * requests)
        let latencies = clients.flatMap(\.latencies)
        Measure.put(name + ".ops/s", count * Double(ops) / seconds)
        Measure.put(name + ".p50.ms", Measure.median(latencies) * 1000)
        Measure.put(name + ".p99.ms", Measure.percentile(latencies, 0.99) * 1000)
        Measure.put(name + ".requests", Int(count))
        Measure.put(name + ".failures", clients.reduce(0) { $0 + $1.failures })
        let cpu = Measure.processorSeconds(of: process) - server
        Measure.put(name + ".server.us/op", cpu / count / Double(ops) * 1e6)
        let mine = Measure.processorSeconds() - own
        Measure.put(name + ".client.us/op", mine / count / Double(ops) * 1e6)
    }

    /// Each client has one request under way until its messages are spent.
    private static func exchange(_ clients: [LoadClient]) throws {
        func sendNext(_ client: LoadClient) throws -> Bool {
            guard let message = client.messages.popLast() else { return false }
            client.sentAt = Measure.seconds()
            try client.connection.send(message)
            return true
        }
        var open = 0
        for client in clients where try sendNext(client) { open += 1 }
        var polls = clients.map {
            pollfd(fd: $0.connection.file, events: Int16(POLLIN), revents: 0)
        }
        while open > 0 {
            guard poll(&polls, nfds_t(polls.count), 30_000) > 0 else {
                throw BenchError("the server does not answer within 30 s")
            }
            for (index, client) in clients.enumerated() where polls[index].revents != 0 {
                guard let response = try client.connection.receive() else { continue }
                client.latencies.append(Measure.seconds() - client.sentAt)
                client.answers.append(response)
                if try !sendNext(client) {
                    open -= 1
                    polls[index].fd = -1
                }
            }
        }
    }

    /// Keeps an idle request for other tools to repeat, and says how large it and its answer are.
    private static func writeIdle(_ client: LoadClient, _ options: Options) throws {
        guard let path = options.values["idle"] else { return }
        let body = client.idleRequest.encoded()
        let response = try client.connection.exchange(
            client.connection.message(
                SyncRoute.sync, body, type: SyncRoute.mediaType, token: client.token))
        guard response.status == 200 else { throw BenchError("idle: status \(response.status)") }
        try File.write(body, to: path + ".body")
        try File.write(Array(client.token.utf8), to: path + ".token")
        Measure.put("idle.request.bytes", body.count)
        Measure.put("idle.answer.bytes", response.body.count)
        Measure.put("idle.head.bytes", response.head)
    }

    static func makeDeviceCode(_ options: Options) throws {
        let connection = try Connection(port: try options.int("port", 0))
        let token = String(decoding: File.read(try options.string("token")), as: UTF8.self)
        let response = try connection.exchange(
            connection.message(
                SyncRoute.deviceCodes, Array("{}".utf8), type: "application/json", token: token))
        guard response.status == 201 else { throw BenchError("status \(response.status)") }
        File.say(try JSONReader.parse(response.body).string("code") + "\n", to: 1)
    }
}
