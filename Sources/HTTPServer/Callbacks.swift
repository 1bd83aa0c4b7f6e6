import CMicroHTTPD
import Glibc

/// Gathers the functions the library calls, on its own threads.
enum Callbacks {
    typealias Target =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
        ) -> UnsafeMutableRawPointer?
    typealias Unescape =
        @convention(c) (
            UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
        ) -> Int

    /// The request line is read: opens the exchange, which the library hands back until
    /// `completed`.
    static let target: Target = { context, target, connection in
        guard let context, let target, let connection, let record = record(of: connection) else {
            return nil
        }
        let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
        return Unmanaged.passRetained(Exchange(service, record, target: target)).toOpaque()
    }

    /// Leaves the target percent-encoded, so that an encoded slash or NUL stays visible.
    static let unescape: Unescape = { _, _, text in text.map { strlen($0) } ?? 0 }

    /// The head is read, a part of the body, its end, or a suspended connection goes on.
    static let access: MHD_AccessHandlerCallback = {
        _, connection, _, method, version, part, partBytes, state in
        guard let connection, let method, let version, let partBytes, let state = state?.pointee
        else { return .NO }
        let exchange = Unmanaged<Exchange>.fromOpaque(state).takeUnretainedValue()
        let bytes = UnsafeRawBufferPointer(start: part, count: part == nil ? 0 : partBytes.pointee)
        partBytes.pointee = 0
        return exchange.access(
            connection, method: HeadReader.text(method, bytesMax: 16), version: version,
            part: bytes)
    }

    /// The response is out, or the connection is lost.
    static let completed: MHD_RequestCompletedCallback = { _, _, state, _ in
        guard let held = state?.pointee else { return }
        state?.pointee = nil
        Unmanaged<Exchange>.fromOpaque(held).takeRetainedValue().complete()
    }

    /// A connection is accepted, or about to be closed.
    static let connection: MHD_NotifyConnectionCallback = { context, connection, slot, event in
        guard let context, let connection, let slot else { return }
        let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
        if event == .CONNECTION_NOTIFY_STARTED {
            let record = ConnectionRecord(
                socket: postil_mhd_socket(connection),
                peerAddress: ConnectionRecord.peerAddress(of: connection),
                milliseconds: service.configuration.deadlines.headMilliseconds)
            service.connections.insert(record)
            slot.pointee = Unmanaged.passRetained(record).toOpaque()
        } else if let held = slot.pointee {
            slot.pointee = nil
            let record = Unmanaged<ConnectionRecord>.fromOpaque(held).takeRetainedValue()
            service.connections.remove(socket: record.socket)
        }
    }

    private static func record(of connection: OpaquePointer) -> ConnectionRecord? {
        postil_mhd_socket_context(connection).map {
            Unmanaged<ConnectionRecord>.fromOpaque($0).takeUnretainedValue()
        }
    }
}
