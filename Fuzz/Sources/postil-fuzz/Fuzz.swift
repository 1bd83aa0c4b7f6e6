import FuzzTargets
import Glibc

/// Which target runs: `FUZZ_TARGET`.
private let target: FuzzTarget = {
    let name = variable("FUZZ_TARGET") ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        end("FUZZ_TARGET names none of the targets: “\(name)”", status: 2)
    }
    return target
}()

private func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

private func complain(_ message: String) {
    let line = Array((message + "\n").utf8)
    _ = write(2, line, line.count)
}

private func end(_ message: String, status: Int32) -> Never {
    complain(message)
    exit(status)
}

/// Lists the targets with their shares (`FUZZ_LIST`), or writes the seeds of the target into a
/// folder (`FUZZ_SEEDS`, from the package at `FUZZ_ROOT`) before the fuzzer reads it.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?
) -> Int32 {
    if variable("FUZZ_LIST") != nil {
        for target in FuzzTarget.allCases { print(target.rawValue, target.share) }
        exit(0)
    }
    guard let folder = variable("FUZZ_SEEDS"), let root = variable("FUZZ_ROOT") else { return 0 }
    for (index, octets) in FuzzSeeds(root: root).inputs(of: target).enumerated() {
        guard let file = fopen("\(folder)/seed-\(index)", "wb") else {
            end("cannot write into \(folder)", status: 2)
        }
        fwrite(octets, 1, octets.count, file)
        fclose(file)
    }
    return 0
}

@_silgen_name("LLVMFuzzerMutate")
private func changeOctets(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ max: Int) -> Int

/// Changes the input: its octets as the fuzzer does, or as often its items, so that the rules
/// behind a reader are reached.
@_cdecl("LLVMFuzzerCustomMutator")
public func change(
    _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ max: Int, _ seed: UInt32
) -> Int {
    guard target.isCBOR, seed % 2 == 0 else { return changeOctets(start, count, max) }
    var mutator = Mutator(seed: UInt64(seed))
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    let changed = mutator.mutated(target, among: [octets])
    guard changed.count <= max, changed != octets else { return changeOctets(start, count, max) }
    start.update(from: changed, count: changed.count)
    return changed.count
}

/// Runs the target on one input; ends the process where a property does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        complain("\(target.rawValue): it does not hold that \(error)")
        abort()
    }
    return 0
}
