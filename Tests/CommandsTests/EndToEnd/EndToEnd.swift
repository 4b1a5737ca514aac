import Testing

/// The built program against real processes, as its users run it.
///
/// One test after another: they share the machine, and several count seconds. Nothing here names a target other than by
/// the identity of a process that the test itself started.
@Suite(.serialized, .enabled(if: Installation.isBuilt, "the program is not built: swift build --product tend"))
enum EndToEnd {}
