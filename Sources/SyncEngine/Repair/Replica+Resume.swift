extension Replica {
    /// Lets a set that is not synced any more be synced again from where it stands; what stopped it
    /// stops it again if it still holds. A set that the account was removed from stays as it is.
    public func resume(_ copy: any CopyStore) {
        guard let stop = copy.state.stop, stop != .removed else { return }
        copy.state.stop = nil
        copy.state.mustExplain = true
    }
}
