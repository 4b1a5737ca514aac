internal import Arguments
internal import Formats
internal import Model
internal import Planning
internal import Primitives

/// Options that hold a run back; together with the settings the stricter of both counts.
enum LimitOptions {
    private static let categories = ProcessCategory.allCases.map(\.rawValue)

    static let specs: [OptionSpec] = [
        OptionSpec(
            "min-posterior", .value(name: "P"), "End only what nobody needs with at least this probability.",
            group: "Limits"),
        OptionSpec(
            "max-blast-radius", .repeated(name: "SIZE", separator: ","),
            "End at most so much in one run, descendants included: 2GB, '5 processes', or both.", group: "Limits"),
        OptionSpec(
            "max-kills", .value(name: "N"), "End at most N processes in one run, surest first.", group: "Limits"),
        OptionSpec(
            "only-categories", .repeated(name: "CATEGORY", separator: ","), "End only programs of these categories.",
            choices: categories, group: "Limits"),
        OptionSpec(
            "exclude-categories", .repeated(name: "CATEGORY", separator: ","),
            "Leave programs of these categories to a person.", choices: categories, group: "Limits"),
        OptionSpec(
            "require-known-signature", .flag,
            "End only what fits a known pattern of what is left behind, in all of its criteria.", group: "Limits"),
        OptionSpec(
            "abort-on-unknown", .flag,
            "Leave unknown programs to a person, and end a run at the first thing that was not foreseen.",
            group: "Limits"),
    ]

    /// What the command line says by itself.
    static func limits(_ invocation: Invocation) throws(TendError) -> ActionLimits {
        let command = invocation.command
        var limits = ActionLimits()
        if let posterior = try command.number("min-posterior", in: 0...1) { limits.minimumPosterior = posterior }
        let radii = try command.values("max-blast-radius", as: "a size such as 2GB, or '5 processes'", parse: radius)
        limits = radii.reduce(limits) { $0.tightened(by: $1) }
        if let kills = try command.integer("max-kills", in: 0...ActionLimits.anyKills) { limits.kills = kills }
        if command.has("only-categories") { limits.onlyCategories = named(command.strings("only-categories")) }
        limits.excludedCategories = named(command.strings("exclude-categories"))
        limits.requiresKnownSignature = command.flag("require-known-signature") == true
        limits.abortsOnUnknown = command.flag("abort-on-unknown") == true
        return limits
    }

    /// Memory, or a number of processes.
    private static func radius(_ text: String) -> ActionLimits? {
        var limits = ActionLimits()
        let words = text.split(separator: " ")
        if words.count == 2, ["process", "processes"].contains(words[1]) {
            guard let count = Int(words[0]), count >= 0 else { return nil }
            limits.blastProcesses = min(count, ActionLimits.anyKills)
            return limits
        }
        guard let size = ByteCount.parse(text) else { return nil }
        limits.blastRadius = min(size, ActionLimits.anyBlastRadius)
        return limits
    }

    /// The parser has refused all other words.
    private static func named(_ words: [String]) -> [ProcessCategory] {
        ProcessCategory.allCases.filter { words.contains($0.rawValue) }
    }
}
