/// Goes through a launcher's arguments up to what it runs.
struct LauncherReader {
    let words: ProgramWords
    let launcher: Launcher
    var index: Int
    private var operandsLeft: Int
    private var mayPassVerb = true
    private var startsCommand: Bool
    private var onlyOperandsFollow = false

    init(words: ProgramWords, launcher: Launcher, index: Int) {
        self.words = words
        self.launcher = launcher
        self.index = index
        operandsLeft = launcher.operands
        startsCommand = launcher.startsCommand
    }

    mutating func read(into command: inout ProgramCommand) {
        while index < words.words.count {
            let place = words.words[index]
            let isOption = !onlyOperandsFollow && isOption(place)
            if isOption ? readOption(place, into: &command) : readOperand(place, into: &command) { return }
        }
    }

    /// `-` alone is the standard input, and `+x` selects a toolchain or unsets an option: neither is run.
    private func isOption(_ place: Range<Int>) -> Bool {
        guard let first = words.text[place].first else { return true }
        return first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    }

    /// - Returns: whether everything is known now.
    private mutating func readOption(_ place: Range<Int>, into command: inout ProgramCommand) -> Bool {
        let option = words.text[place]
        index += 1
        if option.elementsEqual([UInt8(ascii: "-"), UInt8(ascii: "-")]) {
            onlyOperandsFollow = true
            return false
        }
        if launcher.inline.contains(where: { Self.gives(option, $0) != .nothing }) {
            command.isInline = true
            return true
        }
        for name in launcher.module {
            switch Self.gives(option, name) {
            case .nothing: continue
            case .nextArgument: command.module = index < words.words.count ? text(words.words[index]) : ""
            case .rest: command.module = text(place.dropFirst(name.count))
            }
            return true
        }
        if launcher.values.contains(where: { matches($0, place) }) { index += 1 }
        return false
    }

    /// - Returns: whether everything is known now.
    private mutating func readOperand(_ place: Range<Int>, into command: inout ProgramCommand) -> Bool {
        let position = index
        index += 1
        if operandsLeft > 0 {
            operandsLeft -= 1
            return false
        }
        if mayPassVerb, launcher.run.contains(where: { matches($0, place) }) {
            mayPassVerb = false
            return false
        }
        if mayPassVerb, launcher.exec.contains(where: { matches($0, place) }) {
            (mayPassVerb, startsCommand) = (false, true)
            return false
        }
        if startsCommand, isAssignment(place) { return false }
        command.inner = startsCommand ? position : nil
        command.script = Self.scriptName(words.text, place)
        command.scriptPlace = place
        command.isSubcommand = launcher.hasSubcommands && !startsCommand
        return true
    }

    /// `NAME=value` before a command.
    private func isAssignment(_ place: Range<Int>) -> Bool {
        guard let equals = words.text[place].firstIndex(of: UInt8(ascii: "=")) else { return false }
        return !words.text[place.lowerBound..<equals].contains(UInt8(ascii: "/"))
    }

    private func matches(_ pattern: WordPattern, _ place: Range<Int>) -> Bool {
        pattern.matches(words.text.span.extracting(place))
    }

    private func text(_ place: Range<Int>) -> String {
        ProgramWords.lowercase(words.text, place.prefix(128))
    }
}

// MARK: - Words

extension LauncherReader {
    private enum Gift { case nothing, nextArgument, rest }

    /// Whether an argument is an option and where its value is: `-c`, `-lc` (the next argument), `-cvalue` (the rest).
    private static func gives(_ argument: ArraySlice<UInt8>, _ option: [UInt8]) -> Gift {
        if argument.elementsEqual(option) { return .nextArgument }
        guard option.count == 2, argument.count > 2, argument.dropFirst().first != UInt8(ascii: "-") else {
            return .nothing
        }
        if argument.starts(with: option) { return .rest }
        let letters = argument.dropFirst().allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        return letters && argument.count <= 5 && argument.last == option[1] ? .nextArgument : .nothing
    }

    private static let extensions = [
        ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx", ".py", ".pyc", ".rb", ".pl", ".sh", ".php",
        ".jar",
        ".lua",
    ].map { Array($0.utf8) }

    private static func scriptName(_ text: [UInt8], _ place: Range<Int>) -> String? {
        var place = place
        for suffix in extensions where place.count > suffix.count && text[place].hasSuffix(suffix) {
            place.removeLast(suffix.count)
            break
        }
        return ProgramWords.name(text, place)
    }
}
