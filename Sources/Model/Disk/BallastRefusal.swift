/// Why ballast is not made, or not released.
package struct BallastRefusal: Error, Sendable, Equatable {
    /// The raw values appear in machine output and never change.
    package enum Reason: String, Sendable, CaseIterable {
        case disabled
        /// Ballast in memory would take memory.
        case tmpfs
        case network
        case readOnly = "read_only"
        /// Even an empty volume could not hold a file and keep the floor.
        case tooSmall = "too_small"
        case belowFloor = "below_floor"
        case spaceUnknown = "space_unknown"
        /// Somebody else works on the pool right now.
        case locked
        case notPermitted = "not_permitted"
        /// A link stands where the pool is to be, or on the way to it.
        case symbolicLink = "symbolic_link"
        case notADirectory = "not_a_directory"
        case foreignOwner = "foreign_owner"
        /// Others may put files into the pool.
        case othersMayWrite = "others_may_write"
        /// The pool's place is on another volume.
        case otherDevice = "other_device"
        case noPool = "no_pool"
        /// There is a pool, and nothing in it.
        case empty
        /// A file of the pool was another at the second look.
        case changed
        case full
        case inputOutput = "input_output"
        case interrupted
        case notRecorded = "not_recorded"
    }

    package var reason: Reason
    /// For people, with its full stop.
    package var sentence: String
    /// What to try; nil where nothing sensible can be advised.
    package var hint: String?

    package init(_ reason: Reason, _ sentence: String, hint: String? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.hint = hint
    }

    /// Whether it is about a pool that cannot be looked into.
    package var isOfPool: Bool {
        [.notPermitted, .foreignOwner, .othersMayWrite, .otherDevice, .symbolicLink, .notADirectory, .inputOutput]
            .contains(reason)
    }

    /// Whether the volume is one that never holds ballast, whatever its state of the moment.
    package var isOfVolume: Bool { [.disabled, .tmpfs, .network, .readOnly, .tooSmall].contains(reason) }
}
