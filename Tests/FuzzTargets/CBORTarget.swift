import WireFormat

/// Reads items of any kind, arrays without recursion, and writes each anew.
enum CBORTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        var reader = CBORReader(octets)
        var writer = CBORWriter()
        var open: [Int] = [1]
        do throws(DecodingFailure) {
            while let left = open.popLast() {
                if left == 0 { continue }
                open.append(left - 1)
                try copy(&reader, &writer, octets, &open)
            }
            try reader.finish()
        } catch {
            let read = octets.count - reader.remaining
            try require(read >= 0 && read <= octets.count, "a reader stays within its octets")
            return
        }
        try require(writer.octets == octets, "what is read is written as the same octets")
    }

    private static func copy(
        _ reader: inout CBORReader, _ writer: inout CBORWriter, _ octets: [UInt8],
        _ open: inout [Int]
    ) throws(DecodingFailure) {
        let place = octets.count - reader.remaining
        switch place < octets.count ? octets[place] >> 5 : 0 {
        case 0: writer.write(try reader.unsigned())
        case 1: writer.write(signed: try reader.signed())
        case 2: try copyOctets(&reader, &writer)
        case 3: writer.write(try reader.text(limit: .max))
        case 4:
            let count = try reader.array(limit: .max)
            writer.writeArray(count: count)
            open.append(count)
        default:
            if reader.null() { writer.writeNull() } else { writer.write(try reader.bool()) }
        }
    }

    private static func copyOctets(
        _ reader: inout CBORReader, _ writer: inout CBORWriter
    ) throws(DecodingFailure) {
        var ahead = reader
        if let value = try? ahead.octets16() {
            reader = ahead
            return writer.write(value)
        }
        ahead = reader
        if let value = try? ahead.octets32() {
            reader = ahead
            return writer.write(value)
        }
        writer.write(try reader.bytes(limit: .max))
    }
}
