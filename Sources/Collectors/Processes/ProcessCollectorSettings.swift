package import Primitives

/// How much a scan may read of one process before it says `too_large`.
package struct ProcessCollectorSettings: Sendable, Equatable {
    /// Open files of one process.
    package var descriptorLimit = 4096
    /// Bytes of arguments; what lies beyond is cut off.
    package var argumentsLimit = 4 << 20
    /// Bytes of environment in which the markers of a starting program are looked for.
    package var environmentLimit = 256 << 10
    /// Regular files of one process whose offsets are watched.
    package var watchedFiles = 16
    /// `stat` and `io` files that stay open between samples, where the descriptor limit of tend allows it.
    package var keptFiles = 16_384
    /// How long to wait for each part of the kernel's socket tables.
    package var socketTimeout = Duration.seconds(2)

    package init() {}

    package func validate() throws(TendError) {
        let counts = [descriptorLimit, argumentsLimit, environmentLimit, watchedFiles, keptFiles]
        guard counts.allSatisfy({ $0 >= 0 }), socketTimeout > .zero else {
            throw TendError(
                .configuration, "a limit of the process collector is negative", area: "processes",
                hint: "leave the limits out to get the built-in ones")
        }
    }
}
