internal import Formats
package import Primitives

/// Reads and merges the layers of configuration.
package struct ConfigurationLoader: Sendable {
    package var places: ConfigurationPlaces
    package var environment: [String: String]
    package var access: any ConfigurationAccess

    package init(places: ConfigurationPlaces, environment: [String: String], access: any ConfigurationAccess) {
        self.places = places
        self.environment = environment
        self.access = access
    }

    /// The configuration, if nothing is wrong with it.
    ///
    /// - Throws: `TendError` (`config.configuration`) for the first problem; its hint says whether there are more.
    /// - Complexity: one look at each file that may exist; only what exists is opened.
    package func load() throws(TendError) -> Configuration {
        let configuration = examine()
        guard let first = configuration.problems.first else { return configuration }
        var error = first.error
        let others = configuration.problems.count - 1
        if others > 0 {
            let more = "\(others) more \(others == 1 ? "problem" : "problems"): tend config validate"
            error.hint = error.hint.map { "\($0); \(more)" } ?? more
        }
        throw error
    }

    /// The configuration with everything that is wrong with it.
    package func examine() -> Configuration {
        var configuration = Configuration(defaults: .defaults(environment: environment))
        add(places.system, .system, to: &configuration)
        if let user = places.user { add(user, .user, to: &configuration) }
        addProject(to: &configuration)
        configuration.add(environment: environment, home: places.home)
        configuration.checkTogether()
        return configuration
    }

    /// One file by itself, with the rights of a user's.
    package func examine(file: String) -> Configuration {
        var configuration = Configuration(defaults: .defaults(environment: environment))
        add(file, .user, mustExist: "the command line", to: &configuration)
        configuration.checkTogether()
        return configuration
    }

    private func add(_ path: String, _ layer: ConfigurationLayer, to configuration: inout Configuration) {
        add(path, layer, mustExist: layer == .user ? places.namedBy : nil, to: &configuration)
    }

    /// A file that somebody named has to exist.
    private func add(
        _ path: String, _ layer: ConfigurationLayer, mustExist namer: String?, to configuration: inout Configuration
    ) {
        do {
            guard try access.status(path) != nil else {
                configuration.files.append(Configuration.File(layer: layer, path: path, state: .absent))
                if let namer { configuration.report(missing: path, layer, namedBy: namer) }
                return
            }
            configuration.add(try access.read(path), path, layer, home: places.home)
        } catch {
            configuration.report(error, path, layer)
        }
    }

    /// Only the nearest one counts, trusted or not: what lies further up belongs to something else.
    private func addProject(to configuration: inout Configuration) {
        let candidates = places.projects
        for path in candidates {
            do {
                guard let status = try access.status(path) else { continue }
                if let doubt = try doubt(about: path, status) {
                    configuration.ignore(path, because: doubt)
                    return
                }
            } catch {
                configuration.ignore(path, because: "it cannot be looked at: \(error.cause ?? error.message)")
                return
            }
            return add(path, .project, to: &configuration)
        }
        guard let nearest = candidates.first else { return }
        configuration.files.append(Configuration.File(layer: .project, path: nearest, state: .absent))
    }

    /// Why the file of a project is not to be trusted: somebody else could have written it.
    ///
    /// Whoever owns the directory around it could put another file in its place, so that counts too.
    private func doubt(about path: String, _ status: ConfigurationFileStatus) throws(TendError) -> String? {
        let directory = String(path.dropLast("/config.toml".count))
        let around = try access.status(directory)
        for (status, name) in [(status, "it"), (around ?? status, "its directory")] {
            guard status.ownerID == places.userID || status.ownerID == 0 else {
                return "\(name) belongs to user \(status.ownerID), who is neither you nor root"
            }
            guard status.permissions & 0o002 == 0 else { return "everybody may write \(name)" }
        }
        return nil
    }
}

extension Configuration {
    fileprivate mutating func ignore(_ path: String, because doubt: String) {
        files.append(File(layer: .project, path: path, state: .ignored(doubt)))
        warnings.append("\(ForeignText(path).sanitised) is ignored: \(doubt)")
    }

    fileprivate mutating func report(missing path: String, _ layer: ConfigurationLayer, namedBy namer: String) {
        problems.append(
            ConfigurationProblem(
                source: ConfigurationSource(layer, file: ForeignText(path).sanitised),
                sentence: "there is no such file, which \(namer) names", hint: "see which files count: tend config path"
            ))
    }

    fileprivate mutating func report(_ error: TendError, _ path: String, _ layer: ConfigurationLayer) {
        files.append(File(layer: layer, path: path, state: .unreadable))
        problems.append(
            ConfigurationProblem(
                source: ConfigurationSource(layer, file: ForeignText(path).sanitised),
                sentence: "cannot be read: \(error.cause ?? error.message)", hint: error.hint))
    }

    /// What the targets themselves demand of their settings; only of use once every value is right by itself.
    fileprivate mutating func checkTogether() {
        guard problems.isEmpty else { return }
        do throws(TendError) {
            try settings.validate()
        } catch {
            problems.append(
                ConfigurationProblem(
                    source: ConfigurationSource(.default), sentence: error.description, hint: error.hint))
        }
    }
}
