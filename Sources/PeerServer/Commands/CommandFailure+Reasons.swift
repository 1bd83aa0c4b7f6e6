import CommandLine
import HTTPServer
import Storage

extension CommandFailure {
    /// What an error means to the one who typed the command.
    init(reason: any Error) {
        switch reason {
        case let failure as CommandFailure: self = failure
        case let error as StoreError: self.init(error.status, "\(error)")
        case let error as ListenerError:
            self.init(
                error.code == .badAddress ? .usage : .failed, code: error.code.rawValue,
                error.message)
        case let refusal as ServerRefusal: self.init(.failed, code: refusal.rawValue, "\(refusal)")
        default: self.init(.failed, "\(reason)")
        }
    }
}

extension StoreError {
    /// The exit status that says it to scripts.
    fileprivate var status: ExitStatus {
        switch code {
        case .busy, .full, .readOnly: .storeUnavailable
        case .tooNew: .versionMismatch
        case .damaged, .notAStore: .storeDamaged
        case .missing: .notFound
        case .io, .brokenInvariant: .failed
        }
    }
}
