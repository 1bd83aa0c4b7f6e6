/// The places of the code that an item is mapped to: always the first, then ever sparser, so that
/// any number of symbols from the beginning is a code for a difference of about that size.
///
/// The step is the paper's for the density 1/(1 + i/2): from place i to
/// i + ceil((i + 1.5)(2³² / sqrt(r + 1) − 1)), r running through a generator that the item seeds.
struct SymbolPlaces: Sequence, IteratorProtocol {
    private var state: UInt64
    private var place = 0
    private let end: Int

    /// The places before `end` of the item whose mixed form is `seed`.
    init(seed: UInt64, end: Int) {
        state = seed
        self.end = end
    }

    mutating func next() -> Int? {
        guard place < end else { return nil }
        let result = place
        state = state &* 0xda94_2042_e4dd_58b5
        let root = (Double(state) + 1).squareRoot()
        let step = (Double(place) + 1.5) * (4_294_967_296 / root - 1)
        guard step < Double(end) else {
            place = end
            return result
        }
        // Rounded up, and at least one on.
        let whole = Int(step)
        place += Swift.max(1, Double(whole) < step ? whole + 1 : whole)
        return result
    }
}
