import HTTPMessage
import Testing

@Suite struct ByteRangeTests {
    @Test("Both forms are read, and written as they were")
    func forms() throws {
        for (field, first, last) in [
            ("bytes=0-", 0, nil), ("bytes=5-9", 5, 9), ("bytes=7-7", 7, 7),
        ] as [(String, Int, Int?)] {
            let range = try #require(ByteRange(field: field))
            #expect(range.first == first)
            #expect(range.last == last)
            #expect(range.field == field)
        }
        #expect(ByteRange(field: "Bytes=1-2") == ByteRange(first: 1, last: 2))
    }

    @Test(
        "Anything else is ignored",
        arguments: [
            "", "bytes", "bytes=", "bytes=-5", "bytes=5", "bytes=9-5", "bytes=0-1,3-4",
            "bytes=a-b", "bytes= 0-1", "bytes=0 -1", "bytes=+0-1", "bytes=00-1", "lines=0-1",
            "bytes=0-99999999999999999999", "bytes=0--1", "bytes=--", "bytes=0x0-1",
        ])
    func ignored(_ field: String) {
        #expect(ByteRange(field: field) == nil)
    }

    @Test("A range is cut to the body, and one behind it is none")
    func offsets() throws {
        let range = try #require(ByteRange(first: 5, last: 9))
        #expect(range.offsets(in: 5) == nil)
        #expect(range.offsets(in: 6) == 5..<6)
        #expect(range.offsets(in: 9) == 5..<9)
        #expect(range.offsets(in: 10) == 5..<10)
        #expect(range.offsets(in: 11) == 5..<10)
        #expect(ByteRange(first: 0)?.offsets(in: 0) == nil)
        #expect(ByteRange(first: 0)?.offsets(in: 3) == 0..<3)
        #expect(ByteRange(first: 0, last: .max)?.offsets(in: 3) == 0..<3)
        #expect(ByteRange(first: -1) == nil)
        #expect(ByteRange(first: 2, last: 1) == nil)
    }
}
