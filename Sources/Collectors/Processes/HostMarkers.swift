internal import Model
internal import Primitives

/// Finds in an environment who started a process: a terminal multiplexer or an editor that left its PID.
///
/// Nothing else of the environment is kept.
struct HostMarkers {
    fileprivate struct Rule {
        var variable: StaticString
        /// The byte before the PID, after which it starts; nil where the value is the PID.
        var separator: UInt8?
        /// How the name of the program begins; another name means that the PID belongs to a stranger by now.
        var names: [String]
    }

    private static let rules = [
        Rule(variable: "TMUX=", separator: UInt8(ascii: ","), names: ["tmux"]),
        Rule(
            variable: "VSCODE_PID=", separator: nil,
            names: ["code", "node", "electron", "codium", "cursor", "windsurf"]),
        Rule(variable: "STY=", separator: nil, names: ["screen", "SCREEN"]),
    ]

    /// Finds the first marker; of several one whose program lives.
    ///
    /// - Parameters:
    ///   - environment: entries that each end with a NUL.
    ///   - isAlive: whether a PID bears one of the names and is not a zombie.
    /// - Returns: `none` where there is no marker with a PID.
    static func find(in environment: [UInt8], isAlive: (Int32, [String]) -> Bool) -> HostProgram {
        var found = HostProgram.none
        environment.withUnsafeBufferPointer { bytes in
            var text = KernelText(bytes)
            while !text.isAtEnd {
                for rule in rules where text.take(rule.variable) {
                    guard let pid = pid(&text, rule) else { continue }
                    let lives = isAlive(pid, rule.names)
                    // Of several a living one says that the process is still looked after.
                    if case .named(_, _, true) = found { continue }
                    found = .named(marker: rule.name, pid: pid, isAlive: lives)
                }
                text.skip { $0 != 0 }
                text.advance()
            }
        }
        return found
    }

    private static func pid(_ text: inout KernelText, _ rule: Rule) -> Int32? {
        if let separator = rule.separator {
            text.skip { $0 != separator && $0 != 0 }
            guard text.current == separator else { return nil }
            text.advance()
        }
        guard let number = text.number(), number > 0 else { return nil }
        return Int32(exactly: number)
    }
}

extension HostMarkers.Rule {
    /// The variable's name without the sign.
    fileprivate var name: String { String(variable.description.dropLast()) }
}
