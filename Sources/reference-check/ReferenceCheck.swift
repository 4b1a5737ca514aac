import Formats
import Primitives
import SystemCalls

/// Compares tend's statistics with reference values that other programs computed.
enum ReferenceCheck {
    /// What goes to standard output and standard error, and how the program ends.
    struct Outcome {
        var output = ""
        var errors = ""
        var code: ExitCode
    }

    static let usage = """
        Usage: reference-check [--all] FILE

        Checks each line of FILE, {"fn": NAME, "args": {...}, "want": VALUE, "tol": RELATIVE}, against tend's own function.
        Functions that tend does not have are listed; with --all they fail the check.
        Exit status: 0 all agree, 1 some do not, 64 usage, 65 bad data or no file,
        74 unreadable file.

        """

    static func run(_ arguments: [String]) -> Outcome {
        guard !arguments.contains("--help") else { return Outcome(output: usage, code: .clean) }
        let paths = arguments.filter { $0 != "--all" }
        guard let path = paths.first, paths.count == 1, !path.hasPrefix("-") else {
            return Outcome(errors: usage, code: .usage)
        }
        do throws(TendError) {
            let report = try ReferenceReport(checking: ReferenceCase.parse(file: read(path)))
            let isSuccess = report.isSuccess && !(arguments.contains("--all") && report.isIncomplete)
            return Outcome(output: report.text, code: isSuccess ? .clean : .candidates)
        } catch {
            return Outcome(errors: "reference-check: \(path): \(error)\n", code: error.exitCode)
        }
    }

    private static func read(_ path: String) throws(TendError) -> [UInt8] {
        do {
            return try FileSystem.read(path)
        } catch {
            throw TendError(error.isGone ? .notFound : .inputOutput, "cannot read the file", cause: error)
        }
    }
}
