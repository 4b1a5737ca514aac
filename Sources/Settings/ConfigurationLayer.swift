/// Where a value comes from; later layers win over earlier ones, and flags of the command line over all.
package enum ConfigurationLayer: String, Sendable, CaseIterable, Comparable {
    case `default`
    /// The machine's file.
    case system
    /// The user's file, or the one named by `--config` or `TEND_CONFIG`.
    case user
    /// The file nearest to the current directory; agents can write there.
    case project
    case environment

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: ConfigurationLayer, right: ConfigurationLayer) -> Bool { left.order < right.order }
}

/// The layer, and the place in it, that gave a value.
package struct ConfigurationSource: Sendable, Equatable {
    package var layer: ConfigurationLayer
    /// Safe to print; absent for defaults and the environment.
    package var file: String?
    /// From 1.
    package var line: Int?
    package var variable: String?

    package init(_ layer: ConfigurationLayer, file: String? = nil, line: Int? = nil, variable: String? = nil) {
        self.layer = layer
        self.file = file
        self.line = line
        self.variable = variable
    }

    /// `FILE:LINE`, the variable, or the name of the layer.
    package var text: String {
        guard let file else { return variable ?? layer.rawValue }
        return line.map { "\(file):\($0)" } ?? file
    }
}
