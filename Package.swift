// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A program carries the Swift library inside it: it starts faster and needs no Swift where it
/// runs. Said here for the link step alone, because `--static-swift-stdlib` fits no build with
/// tests in it.
func program(_ name: String, folder: String, uses: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: uses, path: "Sources/\(folder)", swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))])
}

func tests(_ name: String, uses: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: uses, swiftSettings: settings)
}

let package = Package(
    name: "postil",
    products: [
        .executable(name: "postil", targets: ["postil"]),
        .executable(name: "postil-server", targets: ["postil-server"]),
        // For the package in `Fuzz` alone.
        .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
    ],
    targets: [
        // Values: pure, no clock, no randomness, no I/O.
        library("Octets"),
        library("AnnotationModel", uses: ["Octets"]),
        library("CRDT", uses: ["Octets"]),
        library("TextAnchoring", uses: ["AnnotationModel", "Octets"]),
        library("Replication", uses: ["AnnotationModel", "CRDT", "Octets"]),
        library(
            "WireFormat",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Octets", "Reconciliation", "Replication",
            ]),
        library("Access", uses: ["AnnotationModel", "Octets"]),
        library("HTTPMessage"),
        library("Reconciliation"),
        library("CivilTime"),
        library("Query", uses: ["AnnotationModel", "CivilTime", "Octets"]),
        library("JSON"),
        library("Formats", uses: ["CivilTime", "JSON"]),

        // Machines: decide what to do next, and leave the doing to an adapter.
        library(
            "SyncEngine",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Octets", "Reconciliation", "Replication",
                "WireFormat",
            ]),
        library("SyncHTTP", uses: ["HTTPMessage", "Octets", "SyncEngine", "WireFormat"]),

        // Adapters: the only importers of C.
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        // Headers only: HTTPClient opens the library at its first request.
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        system("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
        system("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        system("CCmark", pkgConfig: "libcmark", apt: "libcmark-dev"),
        library("SQLite", uses: ["CSQLite"]),
        library(
            "Storage",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Octets", "Query", "Replication", "SQLite",
                "SyncEngine", "WireFormat",
            ]),
        library("HTTPClient", uses: ["CCurl", "HTTPMessage"]),
        library("HTTPServer", uses: ["CMicroHTTPD", "HTTPMessage"]),
        library("Crypto", uses: ["CSodium", "Octets", "Replication", "SyncEngine"]),
        library("Compression", uses: ["CZstd"]),
        library("Markdown", uses: ["CCmark", "TextAnchoring"]),

        // In memory: the ports' second implementation, for tests and simulation.
        .target(
            name: "MemoryStorage",
            dependencies: [
                "AnnotationModel", "CRDT", "Octets", "Replication", "SyncEngine", "WireFormat",
            ], path: "Tests/MemoryStorage", swiftSettings: settings),

        // What reads octets of strangers, with its properties: for tests and for the fuzzers.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AnnotationModel", "CRDT", "CivilTime", "ClientCommands", "CommandLine",
                "Compression", "Crypto", "Formats",
                "HTTPMessage", "HTTPServer", "JSON", "Markdown", "MemoryStorage", "Octets",
                "PeerServer",
                "Reconciliation", "Replication", "SyncEngine", "SyncHTTP", "TextAnchoring",
                "WireFormat",
            ], path: "Tests/FuzzTargets", swiftSettings: settings),

        // Compositions.
        library("CommandLine", uses: ["JSON"]),
        library(
            "ClientCommands",
            uses: [
                "Access", "AnnotationModel", "CRDT", "CivilTime", "CommandLine", "Compression",
                "Crypto", "Formats", "HTTPClient", "HTTPMessage", "JSON", "Markdown", "Octets",
                "Query",
                "Replication", "Storage", "SyncEngine", "SyncHTTP", "TextAnchoring",
                "WireFormat",
            ]),
        library(
            "PeerServer",
            uses: [
                "Access", "AnnotationModel", "CRDT", "CivilTime", "CommandLine", "Compression",
                "Crypto", "HTTPMessage", "HTTPServer", "JSON", "Octets", "Replication",
                "Storage", "SyncEngine", "SyncHTTP", "WireFormat",
            ]),

        // Programs.
        program("postil", folder: "postil", uses: ["ClientCommands", "CommandLine"]),
        program("postil-server", folder: "postil-server", uses: ["CommandLine", "PeerServer"]),
        // No product: what `tools/bench` measures with.
        program(
            "postil-bench", folder: "postil-bench",
            uses: [
                "Access", "AnnotationModel", "CRDT", "CommandLine", "Compression", "Crypto",
                "JSON", "Octets", "Query", "Replication", "SQLite", "Storage", "SyncEngine",
                "SyncHTTP", "TextAnchoring", "WireFormat",
            ]),

        // Tests: a suite a module, then the suites over all of them.
        tests("Octets", uses: ["Octets"]),
        tests("CRDT", uses: ["CRDT", "Octets"]),
        tests("TextAnchoring", uses: ["AnnotationModel", "Markdown", "Octets", "TextAnchoring"]),
        tests("SQLite", uses: ["SQLite"]),
        tests("Crypto", uses: ["Crypto", "Octets", "Replication", "SyncEngine"]),
        tests("Compression", uses: ["Compression"]),
        tests("HTTPMessage", uses: ["HTTPMessage"]),
        tests("HTTPClient", uses: ["HTTPClient", "HTTPMessage", "HTTPServer"]),
        tests("HTTPServer", uses: ["HTTPMessage", "HTTPServer"]),
        tests(
            "CommandLine",
            uses: [
                "CivilTime", "CommandLine", "JSON",
            ]),
        tests(
            "Replication",
            uses: [
                "Access", "AnnotationModel", "CRDT", "MemoryStorage", "Octets", "Replication",
                "SyncEngine", "WireFormat",
            ]),
        tests(
            "WireFormat",
            uses: [
                "AnnotationModel", "CRDT", "Crypto", "Octets", "Reconciliation", "Replication",
                "WireFormat",
            ]),
        tests(
            "Storage",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Crypto", "MemoryStorage", "Octets", "Query",
                "Reconciliation", "Replication", "SQLite", "Storage", "SyncEngine", "WireFormat",
            ]),
        tests(
            "Simulation",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Crypto", "MemoryStorage", "Octets",
                "Replication", "SQLite", "Storage", "SyncEngine", "WireFormat",
            ]),
        tests(
            "PeerServer",
            uses: [
                "Access", "AnnotationModel", "CRDT", "CommandLine", "Compression",
                "Crypto", "HTTPMessage", "HTTPServer", "JSON", "MemoryStorage", "Octets",
                "PeerServer", "Reconciliation", "Replication", "SQLite", "Storage", "SyncEngine",
                "SyncHTTP", "WireFormat",
            ]),
        tests(
            "Conformance",
            uses: [
                "Access", "AnnotationModel", "CRDT", "Crypto", "Octets", "Replication",
                "SyncEngine", "WireFormat",
            ]),
        tests("Access", uses: ["Access", "Replication", "SyncEngine"]),
        tests("Reconciliation", uses: ["Reconciliation"]),
        tests("SyncHTTP", uses: ["SyncHTTP"]),
        tests("Query", uses: ["AnnotationModel", "Query"]),
        tests("Formats", uses: ["CivilTime", "Formats", "JSON"]),
        tests(
            "ClientCommands",
            uses: [
                "ClientCommands", "CommandLine", "Crypto", "JSON", "MemoryStorage", "Query",
                "SQLite", "Storage",
            ]),
        tests(
            "Fixture",
            uses: [
                "AnnotationModel", "ClientCommands", "CommandLine", "Crypto",
                "HTTPMessage", "HTTPServer", "JSON", "PeerServer", "Storage", "SyncEngine",
                "WireFormat",
            ]),
        tests(
            "EndToEnd",
            uses: ["ClientCommands", "CommandLine", "Crypto", "Octets", "SQLite", "SyncHTTP"]),
        tests(
            "Fault",
            uses: [
                "AnnotationModel", "ClientCommands", "CommandLine", "Crypto",
                "HTTPServer", "JSON", "PeerServer", "Storage",
            ]),
        tests("Fuzz", uses: ["FuzzTargets"]),
        tests("Tidy", uses: []),
    ],
    swiftLanguageModes: [.v6]
)
