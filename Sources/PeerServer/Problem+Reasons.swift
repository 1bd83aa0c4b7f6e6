import CommandLine
import JSON
import Storage
import SyncHTTP

extension Problem {
    /// What an error means to the one who asked; nothing of the server's inside is told.
    init(reason: any Error) {
        switch reason {
        case let problem as Problem: self = problem
        case let refusal as ServerRefusal: self.init(refusal: refusal)
        case let failure as StoreError: self.init(failure: failure)
        case let error as JSONError: self.init(.malformed, error.message)
        default: self.init(.internalError, "the server failed; its log says why")
        }
    }

    private init(refusal: ServerRefusal) {
        switch refusal {
        case .nameMalformed:
            self.init(.malformed, "a name is 2 to 32 of a-z, 0-9, _ and -")
        case .nameTaken: self.init(.nameTaken, "another account has this name; choose another")
        case .deviceTaken:
            self.init(.keyTaken, "another device has this key; make a new key")
        case .noAccount, .noDevice, .noSet: self = .notFound
        case .noInvite, .inviteExpired, .inviteUsed, .inviteVoid: self = .inviteInvalid
        case .setExists: self.init(.malformed, "there is such a set already")
        case .outOfOrder:
            self.init(.blobGap, "the part does not follow what is there; ask how much that is")
        case .blobTooLong:
            self.init(.tooLarge, "the blob is longer than allowed, or than was said before")
        case .blobWrong:
            self.init(.blobMismatch, "the octets are not what the blob is named by; send it anew")
        }
    }

    private init(failure: StoreError) {
        switch failure.code {
        case .busy: self.init(.busy, "the store is busy; try again")
        case .full: self.init(.storageFull, "the server's disk is full; nothing was changed")
        default: self.init(.internalError, "the store failed; the server's log says why")
        }
    }

    /// The same words whether a thing is missing or hidden, so that nobody learns which.
    static let notFound = Problem(.notFound, "there is no such thing here")
    /// Until an owner's device has brought what the server may have lost, nobody's rights are sure.
    static let setHeld = Problem(
        .setHeld,
        "the server was put back, and this set waits for a device of one of its owners to sync")
    /// The same words for every fault of a code, so that guessing learns nothing.
    static let inviteInvalid = Problem(
        .inviteInvalid, "the code is unknown, used up or too old; ask for a new one")
    static let loginNeeded = Problem(
        .loginNeeded, "the token is missing or not valid any more; log in again")
    static let membersChanged = Problem(
        .membersChanged, "the members have changed since you looked; look again and repeat")
}
