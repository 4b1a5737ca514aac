import Primitives
import SystemCalls

private import func Glibc.exit

let outcome = ReferenceCheck.run(Array(CommandLine.arguments.dropFirst()))
// A reader that is gone wants neither the rest nor a complaint.
try? writeAll(Array(outcome.output.utf8), to: 1)
try? writeAll(Array(outcome.errors.utf8), to: 2)
exit(outcome.code.rawValue)
