import CCurl
import HTTPMessage

/// Gathers one response as libcurl hands it over, and stops it where it grows too long.
final class Transfer {
    /// Why the transfer was stopped from here.
    enum Stop { case headTooLarge, bodyTooLarge, badHead, silent, tooSlow }

    private(set) var fields = HTTPFields()
    private(set) var body: [UInt8] = []
    private(set) var stop: Stop?
    private var headBytesLeft: Int
    /// Whether the empty line that ends the response's head has come.
    private(set) var isHeadOver = false
    private let bodyBytesMax: Int
    private let progress: CurlTransport.ProgressHandler?
    private var shown = TransferProgress(sentBytes: 0, receivedBytes: 0)
    private var stall: StallClock

    init(
        _ configuration: CurlConfiguration, bodyBytesMax: Int,
        progress: CurlTransport.ProgressHandler?
    ) {
        headBytesLeft = configuration.headBytesMax
        stall = StallClock(configuration)
        self.bodyBytesMax = max(0, bodyBytesMax)
        self.progress = progress
    }

    /// Takes one line of a head.
    /// - Returns: whether to go on.
    func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count <= headBytesLeft else { return end(.headTooLarge) }
        headBytesLeft -= line.count
        let bare = line.filter { $0 != 0x0D && $0 != 0x0A }
        if bare.starts(with: "HTTP/".utf8) {
            // Each interim response (100, 103) has a head of its own.
            fields = HTTPFields()
            isHeadOver = false
        } else if bare.isEmpty {
            isHeadOver = true
        } else if !isHeadOver {
            return takeField(bare)
        }
        return true
    }

    private func takeField(_ line: [UInt8]) -> Bool {
        guard let colon = line.firstIndex(of: 0x3A) else { return end(.badHead) }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let value = line[(colon + 1)...].drop(while: isSpace).reversed().drop(while: isSpace)
        let field = HTTPField(
            String(decoding: line[..<colon], as: UTF8.self),
            String(decoding: Array(value.reversed()), as: UTF8.self))
        guard field.isWellFormed else { return end(.badHead) }
        fields.append(field.name, field.value)
        return true
    }

    /// Takes one part of the body.
    /// - Returns: whether to go on.
    func takePart(_ part: UnsafeRawBufferPointer) -> Bool {
        guard part.count <= bodyBytesMax - body.count else { return end(.bodyTooLarge) }
        body.append(contentsOf: part)
        return true
    }

    /// Tells the handler how far the exchange is, when that has changed.
    /// - Returns: whether to go on: not when nothing has moved for too long, or too little.
    func show(sentBytes: Int, receivedBytes: Int) -> Bool {
        let now = TransferProgress(sentBytes: sentBytes, receivedBytes: receivedBytes)
        switch stall.judge(moved: sentBytes &+ receivedBytes &- headBytesLeft) {
        case .goesOn: break
        case .isSilent: return end(.silent)
        case .isTooSlow: return end(.tooSlow)
        }
        if let progress, now != shown {
            shown = now
            progress(now)
        }
        return true
    }

    private func end(_ reason: Stop) -> Bool {
        stop = reason
        return false
    }

    static let line: curl_write_callback = { bytes, size, count, context in
        guard let transfer = of(context) else { return 0 }
        let all = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return transfer.takeLine(all) ? all.count : 0
    }

    static let part: curl_write_callback = { bytes, size, count, context in
        guard let transfer = of(context) else { return 0 }
        let all = UnsafeRawBufferPointer(start: bytes, count: size * count)
        // Any other number than the count ends the transfer, and 0 is the count of an empty part.
        return transfer.takePart(all) ? all.count : all.count + 1
    }

    static let progress: curl_xferinfo_callback = { context, _, received, _, sent in
        guard let transfer = of(context) else { return 1 }
        return transfer.show(sentBytes: Int(sent), receivedBytes: Int(received)) ? 0 : 1
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
