/// How long a deep scan may take, how often it looks, and how much of one process it reads before it says `too_large`.
package struct DeepScanSettings: Sendable, Equatable {
    /// Seconds for everything.
    package var budget = 8.0
    /// Seconds between the first look and the last: four times a scan's own, for what moves slowly.
    package var window = 2.0
    /// Looks within the window, evenly spaced.
    package var looks = 5
    /// Largest share of one core that tend itself may use meanwhile.
    package var overhead = 0.1
    /// Threads of one process.
    package var threadLimit = 512
    /// Open files of one process.
    package var descriptorLimit = 4096
    /// Entries of a working directory of which the last change is asked.
    package var directoryEntries = 256
    /// Seconds for what one process has below file systems, which may be slow or stuck.
    package var fileTimeout = 0.5
    package var socketTimeout = Duration.seconds(2)
    package var environmentLimit = 256 << 10

    package init() {}

    /// The window as far as the budget allows it; the rest of the budget is for reading.
    var affordableWindow: Double { min(window, budget * 0.6) }
}
