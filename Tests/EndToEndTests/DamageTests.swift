import Foundation
import Testing

/// Answers that are cut or damaged at one place after the other: what the store takes in is whole
/// and true, or it is nothing.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct DamageTests {
    /// How many places of an answer are tried; a long run tries ten times as many.
    private static let places =
        ProcessInfo.processInfo.environment["NET_ROUNDS"] == nil ? 24 : 240

    /// Both sides write something; what the other wrote is on the server.
    private func write(_ number: Int, _ stage: Stage) throws {
        try stage.note("theirs \(number)", on: stage.other)
        try stage.other.ask("sync")
        try stage.note("mine \(number)", on: stage.ada)
        stage.relay.set(.fault(.lostRequest, on: "/v1/sync"))
        #expect(try stage.ada.postil("sync").status == 5)
    }

    @Test func `an answer that ends at any octet changes nothing`() throws {
        let stage = try Stage()
        var random = SplitMix64(seed: 11)
        for number in 0..<Self.places {
            try write(number, stage)
            let before = try Standing(stage.ada)
            // From the front and from the end, so that short answers are cut everywhere too.
            let octets = Int(random.next(below: 1_000))
            stage.relay.set(.fault(.cut(number % 2 == 0 ? octets : -1 - octets), on: "/v1/sync"))
            let told = try stage.ada.postil("sync")
            if told.status != 0 {
                #expect(told.status == 5, "cut at \(octets): \(told.err)")
                #expect(try before.differences(Standing(stage.ada)) == [], "cut at \(octets)")
            }
            stage.relay.set(.pass)
            try stage.ada.ask("sync")
        }
        try stage.close()
        print("net: \(Self.places) answers cut")
    }

    @Test func `an answer with one wrong bit is found out and changes nothing`() throws {
        let stage = try Stage()
        var random = SplitMix64(seed: 12)
        for number in 0..<Self.places {
            try write(number, stage)
            let before = try Standing(stage.ada)
            let bit = Int(random.next(below: 8_000))
            stage.relay.set(.fault(.flip(bit), on: "/v1/sync"))
            let told = try stage.ada.postil("sync")
            #expect(told.status == 5, "bit \(bit): \(told.out)\(told.err)")
            #expect(told.err.contains("it was damaged on the way"), "bit \(bit): \(told.err)")
            #expect(try before.differences(Standing(stage.ada)) == [], "bit \(bit)")
            stage.relay.set(.pass)
            try stage.ada.ask("sync")
        }
        try stage.close()
        print("net: \(Self.places) answers with a wrong bit")
    }
}
