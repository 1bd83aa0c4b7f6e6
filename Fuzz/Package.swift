// swift-tools-version: 6.2
import PackageDescription

// A package of its own: built with the fuzzer's runtime, whose `main` no other program could have.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "postil", path: "..")],
    targets: [
        .executableTarget(
            name: "postil-fuzz",
            dependencies: [.product(name: "FuzzTargets", package: "postil")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ],
    swiftLanguageModes: [.v6]
)
