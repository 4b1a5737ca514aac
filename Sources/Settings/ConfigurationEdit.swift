internal import Formats
package import Primitives

/// A change of one configuration file that has been checked and not been written yet.
package struct ConfigurationEdit: Sendable {
    package let layer: ConfigurationLayer
    package let path: String
    /// Whether the file changes at all.
    package let isChange: Bool
    /// What will hold afterwards.
    package let after: Configuration
    let bytes: [UInt8]
    let permissions: UInt32
    let access: any ConfigurationAccess

    package func write() throws(TendError) {
        guard isChange else { return }
        try access.write(path, bytes, permissions: permissions)
    }
}

extension ConfigurationLoader {
    /// Sets a key in a layer's file.
    ///
    /// - Throws: `TendError` (`config.configuration`) for a value that does not fit, and for one that would make the
    ///   configuration wrong; `config.not_permitted` for a file that belongs to somebody else.
    package func setting(
        _ key: SettingKey, to text: String, in layer: ConfigurationLayer
    ) throws(TendError) -> ConfigurationEdit {
        let value: SettingValue
        do {
            value = try key.type.value(of: text, home: places.home)
        } catch {
            let source = ConfigurationSource(layer)
            throw ConfigurationProblem(error, at: key, source).error
        }
        return try edit(layer) { edit throws(TendError) in
            try edit.set(key.path, to: value.toml)
        }
    }

    /// Removes keys from a layer's file, so that the layers below decide again.
    ///
    /// - Throws: as `setting(_:to:in:)`.
    package func resetting(_ keys: [SettingKey], in layer: ConfigurationLayer) throws(TendError) -> ConfigurationEdit {
        try edit(layer) { edit throws(TendError) in
            for key in keys { try edit.remove(key.path) }
        }
    }

    private func edit(
        _ layer: ConfigurationLayer, _ change: (inout TOMLEdit) throws(TendError) -> Void
    ) throws(TendError) -> ConfigurationEdit {
        let before = examine()
        let path = try path(of: layer, before)
        let status = try access.status(path)
        if let status, status.ownerID != places.userID {
            throw TendError(
                .notPermitted, "\(ForeignText(path).sanitised) belongs to user \(status.ownerID)", area: "config",
                hint: "run it as the file's owner")
        }
        let old = status == nil ? Self.newFile(layer) : try access.read(path)
        var edit = try TOMLEdit(old, file: ForeignText(path).sanitised)
        let unchanged = edit.bytes
        try change(&edit)
        var future = self
        future.access = EditedAccess(base: access, path: path, bytes: edit.bytes, ownerID: places.userID)
        let after = future.examine()
        try Self.check(after, against: before, layer, path)
        return ConfigurationEdit(
            layer: layer, path: path, isChange: edit.bytes != unchanged, after: after, bytes: edit.bytes,
            permissions: status?.permissions ?? (layer == .system ? 0o644 : 0o600), access: access)
    }

    /// Where the layer's file lies, or would lie.
    private func path(of layer: ConfigurationLayer, _ configuration: Configuration) throws(TendError) -> String {
        switch layer {
        case .system: return places.system
        case .user:
            guard let user = places.user else {
                throw TendError(
                    .configuration, "there is no place for the user's configuration", area: "config",
                    hint: "set HOME or XDG_CONFIG_HOME, or name a file: --config FILE")
            }
            return user
        case .project:
            guard let file = configuration.files.first(where: { $0.layer == .project }) else {
                throw TendError(.configuration, "there is no current directory", area: "config")
            }
            return file.path
        case .default, .environment:
            throw TendError(.configuration, "the layer \(layer.rawValue) is no file", area: "config")
        }
    }

    /// What was wrong before may stay wrong; nothing may be added to it.
    private static func check(
        _ after: Configuration, against before: Configuration, _ layer: ConfigurationLayer, _ path: String
    ) throws(TendError) {
        let file = after.files.first { $0.layer == layer && $0.path == path }
        if case .ignored(let doubt) = file?.state {
            throw TendError(
                .configuration, "\(ForeignText(path).sanitised) would be ignored: \(doubt)", area: "config")
        }
        let isKnown = { problem in before.problems.contains { $0.isSame(as: problem) } }
        if let new = after.problems.first(where: { !isKnown($0) }) { throw new.error }
    }

    private static func newFile(_ layer: ConfigurationLayer) -> [UInt8] {
        Array(
            """
            # Configuration of tend (\(layer.rawValue)).
            # What can be set, and why it is as it is: tend config show
            # Whether this file is right: tend config validate

            """.utf8)
    }
}
