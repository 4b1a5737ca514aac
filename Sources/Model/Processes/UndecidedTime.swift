/// How long a suspect may stay undecided, and why so long.
package struct UndecidedTime: Sendable, Equatable {
    /// What the next look is worth, in the unit of the losses; with each silent one the next is worth less.
    package var lookValue = 0.0
    /// What a look costs, in the same unit.
    package var lookPrice = 0.0
    /// Seconds between looks that tell something new.
    package var lookSeconds = 0.0
    /// Silent looks until one more is not worth its price.
    package var looks = 0
    /// Seconds until it has used up the processor time that a suspect is granted; nil where it uses none.
    package var processorSeconds: Double?
    /// After so many seconds it is to be decided.
    package var most = 0.0
    /// Seconds for which scans have left it undecided so far; nil where nothing is recorded of that.
    package var passed: Double?

    package init() {}

    package var isOver: Bool { passed.map { $0 >= most } ?? false }
}
