import Primitives
import Testing

@testable import Settings

struct ConfigurationMistakesTests {
    private static let files: [(text: String, line: Int, sentence: String, hint: String)] = [
        ("\n[proceses]\nsamples = 1\n", 2, "there is no section \"proceses\"", "did you mean processes? "),
        ("samples = 1\n", 1, "there is no setting \"samples\"", "did you mean processes.samples? "),
        (
            "[processes]\nmin_aeg = 1\n", 2, "there is no setting \"processes.min_aeg\"",
            "did you mean processes.min_age? "
        ),
        (
            "[history]\n\nmin_age = '2m'\n", 3, "there is no setting \"history.min_age\"",
            "did you mean processes.min_age? "
        ),
        ("[processes.min]\nage = 1\n", 1, "there is no setting \"processes.min\"", "did you mean processes.min_age? "),
        ("processes = 1\n", 1, "processes is an integer, not a section", "write [processes] on a line of its own"),
        ("[[processes]]\nsamples = 1\n", 1, "processes is an array, not a section", "write [processes]"),
        (
            "[processes]\nmin_age = 'soon'\n", 2, "processes.min_age is \"soon\", which is not a duration",
            "use a duration from 0s to 365d"
        ),
        (
            "[processes]\nmin_age = true\n", 2, "processes.min_age is true or false, not a duration",
            "use a duration from 0s to 365d"
        ),
        (
            "[processes.limits]\nmax_kils = 1\n", 2, "there is no setting \"processes.limits.max_kils\"",
            "did you mean processes.limits.max_kills? "
        ),
        (
            "[processes.limits]\nonly_categories = ['tests']\n", 2,
            "processes.limits.only_categories holds \"tests\", which is none of its words",
            "did you mean test? use any of"
        ),
        (
            "[processes]\nlimits.only_categories = [1]\n", 2,
            "processes.limits.only_categories holds an integer, where only words may stand", "use any of shell"
        ),
        (
            "[processes]\nwindow = '1h'\n", 2, "processes.window is 1h, which is out of range",
            "use a duration from 50ms to 10m"
        ),
        ("[processes]\nwindow = nan\n", 2, "processes.window is nan, which is out of range", "use a duration"),
        (
            "[processes]\nsamples = '3'\n", 2, "processes.samples is a string, not a whole number",
            "use a whole number of samples from 1 to 1000"
        ),
        (
            "[processes]\nsamples = 1.5\n", 2, "processes.samples is a number with a fraction, not a whole number",
            "use "
        ),
        ("[processes]\nsamples = -1\n", 2, "processes.samples is -1, which is out of range", "use a whole number"),
        (
            "[redaction]\nlevel = 'strikt'\n", 2, "redaction.level is \"strikt\", which is not one of its words",
            "did you mean strict? use one of minimal, standard, strict"
        ),
        (
            "[history]\ndirectory = 'record'\n", 2, "history.directory is \"record\", which is not an absolute path",
            "use an absolute path"
        ),
        (
            "[output]\nformat = 'j\\u001bson'\n".replacing("'", with: "\""), 2, "output.format is \"j\\x1Bson\"",
            "did you mean json? "
        ),
        ("[output]\n\n\nformat =\n", 4, "column 9:", ""),
    ]

    @Test(arguments: files)
    func `a mistake in a file is named with its line and what to do`(
        text: String, line: Int, sentence: String, hint: String
    ) throws {
        let error = #expect(throws: TendError.self) { try Ada.loader([Ada.user: text]).load() }
        let expected = "\(Ada.user):\(line): \(sentence)"
        #expect(error?.message.lowercased().hasPrefix(expected.lowercased()) == true, "\(error?.message ?? "")")
        #expect(hint.isEmpty || error?.hint?.hasPrefix(hint) == true, "\(error?.hint ?? "")")
        #expect(error?.qualifiedCode == "config.configuration")
        #expect(error?.exitCode == .configuration)
    }

    private static let variables: [(name: String, value: String, sentence: String, hint: String)] = [
        (
            "TEND_PROCESSES_MIN_AGE", "soon", "TEND_PROCESSES_MIN_AGE is \"soon\", which is not a duration",
            "use a duration from 0s to 365d"
        ),
        ("TEND_PROCESSES_SAMPLES", "0", "TEND_PROCESSES_SAMPLES is 0, which is out of range", "use a whole number"),
        (
            "TEND_PROCESSES_MINAGE", "1", "the environment variable TEND_PROCESSES_MINAGE is no setting",
            "did you mean TEND_PROCESSES_MIN_AGE? "
        ),
        ("TEND_OUTPUT_COLOR", "yes", "TEND_OUTPUT_COLOR is \"yes\", which is not one of its words", "use one of auto"),
    ]

    @Test(arguments: variables)
    func `a mistake in the environment is named with its variable`(
        name: String, value: String, sentence: String, hint: String
    ) throws {
        let error = #expect(throws: TendError.self) { try Ada.loader([:], environment: [name: value]).load() }
        #expect(error?.message == sentence)
        #expect(error?.hint?.hasPrefix(hint) == true, "\(error?.hint ?? "")")
    }

    @Test(arguments: [
        ("TEND_NVML_LIBRARY", "/lib/nvml.so"), ("TEND_ASSUME_YES", "1"), ("TEND_SOMETHING_ELSE", "1"),
        ("TEND_PROCESSES_SAMPLES", ""),
    ])
    func `reserved, foreign and empty variables are let through`(name: String, value: String) throws {
        let settings = try Ada.loader([:], environment: [name: value]).load().settings
        #expect(settings == .defaults(environment: ["HOME": "/home/ada"]))
    }
}
