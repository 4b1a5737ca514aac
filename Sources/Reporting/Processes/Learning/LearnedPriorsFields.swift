internal import Formats
package import Model
package import Primitives

extension HostProfile.Memory: WordValue {}
extension HostProfile.Virtualization: WordValue {}
extension FittedLaw.Kind: WordValue {}

extension HostProfile: Record {
    package static let recordName = "host_profile"
    package static let fields: [Field<HostProfile>] = [
        Field("processors", \.processors, "Processors."),
        Field("memory", \.memory, "Class of its memory."),
        Field("virtualization", \.virtualization, "Whether it is a container or a virtual machine."),
        Field("systemd", \.hasSystemd, "Whether systemd runs it."),
        Field("purpose", \.purpose, "What its user calls such machines; empty where nobody said."),
    ]
}

extension CategoryEvidence: Record {
    package static let recordName = "category_evidence"
    package static let fields: [Field<CategoryEvidence>] = [
        Field("category", \.category, "The category."),
        Field("weight", \.weight, "Summed weights of its labels."),
        Field("residual", \.residual, "Sum of label - P(class | seen) for useful, useful_bad, abandoned."),
    ]
}

extension RoleEvidence: Record {
    package static let recordName = "role_evidence"
    package static let fields: [Field<RoleEvidence>] = [
        Field("role", \.role, "The role."),
        Field("level_weights", \.levelWeights, "Expected weight of useful and of abandoned."),
        Field("level_residuals", \.levelResiduals, "For each of the two, a number an attachment level."),
        Field("mode_weights", \.modeWeights, "Expected weight of useful, useful_bad and abandoned."),
        Field("mode_residuals", \.modeResiduals, "For each of the three, a number an activity mode."),
    ]
}

extension PriorEvidence: Record {
    package static let recordName = "prior_evidence"
    package static let fields: [Field<PriorEvidence>] = [
        Field("categories", \.categories, "By category."),
        Field("roles", \.roles, "By role."),
    ]
}

extension FittedLaw: Record {
    package static let recordName = "fitted_law"
    package static let fields: [Field<FittedLaw>] = [
        Field("kind", \.kind, "Age at a scan, or time since last seen at work."),
        Field("subject", \.subject, "The category, or the role."),
        Field("actual", \.actual, "The class."),
        Field("shape", \.shape, "Shape of the Lomax law."),
        Field("scale", \.scale, "Its scale in hours."),
        Field("labels", \.labels, "Labels that it was fitted to."),
    ]
}

extension LearnedPriors: Record {
    package static let recordName = "learned_priors"
    package static let fields: [Field<LearnedPriors>] = [
        Field("priors_version", \.version, "Version of the format."),
        Field("revision", \.revision, "Counts the changes on the machine that wrote it."),
        Field("made_at", \.madeAt, "Milliseconds since 1970 of the last change."),
        Field("host_profile", \.profile, "What kind of machine it was learned on."),
        Field("labels", \.labels, "Labels of that machine that went in."),
        Field("programs", \.programs, "Of how many programs."),
        Field("since", \.since, "Labels of before this time are not counted."),
        Field("tempering", \.tempering, "Exponent of the summed evidence, at most 1."),
        Field("own", \.own, "What that machine's labels say."),
        Field("imported", \.imported, "What came from other machines."),
        Field("imported_from", \.importedFrom, "Checksums of the files that it came in."),
        Field("laws", \.laws, "Fitted laws of age and quiet time."),
    ]
}

extension LearnedPriors {
    /// Reads a layer, bare or in the envelope of an answer.
    ///
    /// The source is named in errors.
    ///
    /// - Throws: `TendError`: `malformed_input` or `unsupported_version`, and what is wrong where.
    package static func decode(_ bytes: [UInt8], from source: String) throws(TendError) -> LearnedPriors {
        do throws(TendError) {
            let value = try JSONParser.parse(bytes)
            let data = value["data"] ?? value
            guard let version = data["priors_version"]?.integer else {
                throw TendError(.malformedInput, "'priors_version' is missing", area: "priors")
            }
            guard version == Int64(currentVersion) else {
                throw TendError(
                    .unsupportedVersion, "priors of version \(version); this tend reads version \(currentVersion)",
                    area: "priors")
            }
            let layer = try read(data)
            try layer.validate()
            return layer
        } catch {
            var located = error
            located.message = "\(source): \(error.message)"
            located.area = "priors"
            located.hint = error.hint ?? "write such a file with: tend processes export-priors --out FILE"
            throw located
        }
    }

    /// - Throws: `TendError` (`malformed_input`) that names the first thing that no learning could have written.
    package func validate() throws(TendError) {
        try Self.check((Self.temperingAtLeast...1).contains(tempering), "'tempering'", "must be 0.5 to 1")
        try Self.check(labels >= 0 && programs >= 0 && revision >= 0, "'labels'", "must not be negative")
        try Self.check(
            Self.isPlain(profile.purpose), "'host_profile': 'purpose'", "must be a word of letters, digits, - and _")
        try own.validate("'own'")
        try imported.validate("'imported'")
        for law in laws {
            let subjects =
                law.kind == .age ? ProcessCategory.allCases.map(\.rawValue) : ProcessRole.allCases.map(\.rawValue)
            try Self.check(
                subjects.contains(law.subject), "'laws'", "name no known \"\(ForeignText(law.subject).sanitised)\"")
            try Self.check(law.actual != .zombie && law.labels >= 0, "'laws'", "hold a class that has no law")
            try Self.check(
                (1e-6...1e6).contains(law.shape) && (1e-6...1e6).contains(law.scale), "'laws'",
                "hold a shape or scale out of range")
        }
    }

    /// Whether a purpose is a word that can be compared and printed anywhere.
    package static func isPlain(_ purpose: String) -> Bool {
        purpose.utf8.count <= 64
            && purpose.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }

    fileprivate static func check(_ holds: Bool, _ what: String, _ complaint: String) throws(TendError) {
        guard !holds else { return }
        throw TendError(.malformedInput, "\(what) \(complaint)", area: "priors")
    }
}

extension PriorEvidence {
    fileprivate func validate(_ name: String) throws(TendError) {
        let once = Set(categories.map(\.category)).count == categories.count
        try LearnedPriors.check(
            once && Set(roles.map(\.role)).count == roles.count, name, "names a category or role twice")
        for entry in categories {
            let isSound =
                entry.residual.count == 3 && (0...1e9).contains(entry.weight)
                && entry.residual.allSatisfy { abs($0) <= entry.weight * 1.000_001 }
            try LearnedPriors.check(
                isSound, "\(name): category \(entry.category.rawValue)",
                "must have a weight and three residuals no larger than it")
        }
        for entry in roles {
            let levels = AttachmentLevel.allCases.count
            let modes = ActivityMode.allCases.count
            let isSound =
                Self.isTable(entry.levelWeights, entry.levelResiduals, rows: 2, columns: levels)
                && Self.isTable(entry.modeWeights, entry.modeResiduals, rows: 3, columns: modes)
            try LearnedPriors.check(
                isSound, "\(name): role \(entry.role.rawValue)",
                "must have 2 rows of \(levels) levels and 3 rows of \(modes) modes, with weights of at least 0")
        }
    }

    private static func isTable(_ weights: [Double], _ rows: [[Double]], rows count: Int, columns: Int) -> Bool {
        weights.count == count && rows.count == count && weights.allSatisfy { (0...1e9).contains($0) }
            && rows.allSatisfy { $0.count == columns && $0.allSatisfy { abs($0) <= 1e9 } }
    }
}
