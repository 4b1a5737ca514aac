internal import Arguments
internal import Primitives
internal import Reporting
internal import Settings

/// `tend config`: what is set, where, and why it is as it is.
enum ConfigCommand {
    static let spec = Command(
        "config",
        summary: "Show and change the configuration.",
        discussion: """
            Later layers win: built-in defaults, /etc/tend/config.toml, the user's file, the nearest .tend/config.toml, \
            environment variables such as TEND_PROCESSES_MIN_AGE, flags. A project's file, which agents can write, may \
            only tighten what could do harm.
            """,
        examples: [
            Example("tend config show", "every setting, its value, where it comes from, and why"),
            Example("tend config set processes.min_age 10m", "leave younger processes alone"),
            Example("tend config validate", "all that is wrong with the configuration"),
        ],
        subcommands: [show, get, set, validate, diff, reset, path])

    /// What every verb runs on: also on configuration that is wrong, which it may be about to mend.
    static func action(
        _ run: @escaping @Sendable (Invocation, ConfigurationLoader) throws(TendError) -> Output
    ) -> CommandAction {
        CommandAction(needsConfiguration: false) { invocation in
            try run(
                invocation,
                GlobalOptions.loader(
                    environment: invocation.composition.environment, file: invocation.command.string("config")))
        }
    }

    static let layerOption = OptionSpec(
        "layer", .value(name: "LAYER"), "Which file to change.", default: "user",
        choices: [ConfigurationLayer.user, .project, .system].map(\.rawValue))

    static let dryRunOption = OptionSpec("dry-run", short: "n", .flag, "Check everything and change nothing.")

    static func layer(_ invocation: Invocation) -> ConfigurationLayer {
        // The parser lets only names of layers through.
        invocation.command.string("layer").flatMap(ConfigurationLayer.init) ?? .user
    }

    /// What is wrong elsewhere does not stop a verb that shows or mends, but is not kept quiet either.
    static func warnings(_ configuration: Configuration) -> [String] {
        configuration.warnings + configuration.problems.map(\.error.message)
    }
}
