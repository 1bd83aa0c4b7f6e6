import Testing
import TextAnchoring

@Suite struct SourceTextTests {
    @Test(
        arguments: [
            ([0x61, 0xFF], 1), ([0x61, 0xC3], 1), ([0xC3, 0xA9, 0xED, 0xA0, 0x80], 2),
            ([0xC0, 0x80], 0), ([0x61, 0x62, 0xF4, 0x90, 0x80, 0x80], 2), ([0x80], 0),
        ] as [([UInt8], Int)])
    func badBytesAreRefusedWithTheirOffset(_ bytes: [UInt8], _ offset: Int) {
        #expect(throws: ExtractionError.notUTF8(byteOffset: offset)) {
            try SourceText.decode(bytes)
        }
        #expect(ExtractionError.notUTF8(byteOffset: offset).message.contains("\(offset)"))
    }

    @Test func aByteOrderMarkIsDroppedAndWideOnesAreNamed() throws {
        #expect(
            try SourceText.decode([0xEF, 0xBB, 0xBF, 0x68, 0x69]).utf8.elementsEqual("hi".utf8))
        #expect(try SourceText.decode([]).isEmpty)
        for bytes in [[0xFF, 0xFE, 0x68, 0], [0xFE, 0xFF, 0, 0x68], [0, 0, 0xFE, 0xFF]]
            as [[UInt8]]
        {
            #expect(throws: ExtractionError.wideEncoding) { try SourceText.decode(bytes) }
        }
    }

    @Test func theLargestSourceIsTakenAndOneByteMoreIsNot() throws {
        let largest = [UInt8](repeating: 0x61, count: SourceText.bytesMax)
        #expect(try SourceText.decode(largest).utf8.count == SourceText.bytesMax)
        #expect(
            throws: ExtractionError.tooLarge(
                bytes: SourceText.bytesMax + 1, bytesMax: SourceText.bytesMax)
        ) {
            try SourceText.decode(largest + [0x61])
        }
    }
}
