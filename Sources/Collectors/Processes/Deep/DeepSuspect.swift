package import Model
package import Primitives

/// A process to be looked at closely, and by which probes.
package struct DeepSuspect: Sendable {
    /// Somebody's shell or editor on this machine, and where it works.
    package struct Neighbour: Sendable {
        package var companion: Companion
        package var directory: ForeignText

        package init(_ companion: Companion, directory: ForeignText) {
            self.companion = companion
            self.directory = directory
        }
    }

    /// As the scan before saw it.
    package var process: ProcessObservation
    package var probes: Set<ProcessProbe>
    /// What its parent is to it.
    package var adopter: ProcessOrigin.Adopter
    /// Shells and editors outside its own tree that somebody has open.
    package var neighbours: [Neighbour]

    package init(
        _ process: ProcessObservation, probes: Set<ProcessProbe>, adopter: ProcessOrigin.Adopter = .none,
        neighbours: [Neighbour] = []
    ) {
        self.process = process
        self.probes = probes
        self.adopter = adopter
        self.neighbours = neighbours
    }
}
