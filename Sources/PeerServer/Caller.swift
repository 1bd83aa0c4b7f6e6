import AnnotationModel
import Storage

/// Who asks: a device that is let in, and the account it belongs to.
struct Caller: Sendable {
    let device: Device
    let account: Account
}
