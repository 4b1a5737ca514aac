/// Finds the value that belongs to a name: `--password X`, `TOKEN=X`, `"secret": "X"`, `Authorization: X`, `-pX`.
struct SecretValues {
    let input: [UInt8]
    let options: ProgramOptions?

    /// - Parameter run: name bytes of the input.
    /// - Returns: the secret value behind them; nil where the name is harmless or nothing follows.
    func value(after run: ArraySlice<UInt8>) -> Range<Int>? {
        let isOption = run.first == UInt8(ascii: "-") && startsWord(run.startIndex)
        if isOption, let value = programValue(run) { return value }
        if let separator = separator(after: run) {
            let isAssigned = isOption || input[separator.lowerBound] == UInt8(ascii: "=")
            guard SecretNames.isSecret(run, isAssigned: isAssigned) || SecretNames.isHeader(run) else { return nil }
            return assigned(run, separator)
        }
        if isOption, SecretNames.isSecret(run, isAssigned: true) { return nextWord(after: run.endIndex) }
        guard run.count == 6, run.map(\.lowerCased).elementsEqual("bearer".utf8) else { return nil }
        return nextWord(after: run.endIndex).flatMap { $0.count >= 8 ? $0 : nil }
    }

    private func startsWord(_ index: Int) -> Bool {
        index == 0 || input[index - 1].isBoundary || input[index - 1].isQuote
    }

    /// The value of an option whose meaning the program in front of it gives.
    private func programValue(_ run: ArraySlice<UInt8>) -> Range<Int>? {
        guard let options, run.count >= 2 else { return nil }
        if options.long.contains(String(decoding: run.prefix(32), as: UTF8.self)) {
            if let separator = separator(after: run) { return assigned(run, separator) }
            return nextWord(after: run.endIndex)
        }
        let letter = run[run.startIndex + 1]
        guard letter != UInt8(ascii: "-"), let last = run.last else { return nil }
        // Letters may be bundled (`curl -su name:secret`): the last of them takes the value.
        if options.separate.contains(last), run.dropFirst().allSatisfy(\.isLetter), run.count <= 4,
            endsWord(run.endIndex)
        {
            return nextWord(after: run.endIndex)
        }
        guard options.attached.contains(letter) else { return nil }
        let start = run.startIndex + 2
        let value = start..<(isArgument(run.startIndex) ? end(from: start) { $0 == 0 } : endOfWord(from: start))
        return value.isEmpty ? nil : value
    }

    /// `=` or `:` behind a name, with the quotes and blanks around it; nil where something else follows.
    private func separator(after run: ArraySlice<UInt8>) -> Range<Int>? {
        var index = run.endIndex
        if byte(index) == UInt8(ascii: "\\") { index += 1 }
        if let quote = byte(index), quote.isQuote { index += 1 }
        let blanks = skipBlanks(index)
        guard let sign = byte(blanks), sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else { return nil }
        var end = blanks + 1
        if sign == UInt8(ascii: ":"), byte(end) == UInt8(ascii: "/"), byte(end + 1) == UInt8(ascii: "/") { return nil }
        if let next = byte(end), next == UInt8(ascii: "=") || next == UInt8(ascii: ">") { end += 1 }
        // `NAME= x` assigns nothing, but `name: x` and `name = x` do.
        if sign == UInt8(ascii: ":") || blanks > index { end = skipBlanks(end) }
        return blanks..<end
    }

    private func assigned(_ run: ArraySlice<UInt8>, _ separator: Range<Int>) -> Range<Int>? {
        let start = separator.upperBound
        var value = start..<start
        if let quoted = quoted(from: start) {
            value = quoted
        } else if SecretNames.isHeader(run), input[separator.lowerBound] == UInt8(ascii: ":") {
            value = start..<end(from: start) { $0 == 0 || $0 == 0x0A || $0 == 0x0D || $0.isQuote }
        } else if isArgument(run.startIndex), input[separator.lowerBound] == UInt8(ascii: "=") {
            value = start..<end(from: start) { $0 == 0 }
        } else {
            value = start..<endOfValue(from: start)
        }
        return value.isEmpty ? nil : value
    }

    /// Whether an argument of a vector begins here: then its value may hold blanks.
    private func isArgument(_ index: Int) -> Bool {
        index > 0 ? input[index - 1] == 0 : input.last == 0
    }

    /// The word or argument behind an option; nil where another long option follows.
    private func nextWord(after end: Int) -> Range<Int>? {
        guard let boundary = byte(end), boundary.isBoundary else { return nil }
        var start = end + 1
        if boundary != 0 { start = skipBlanks(start) }
        guard let first = byte(start), !first.isBoundary else { return nil }
        if first == UInt8(ascii: "-"), byte(start + 1) == UInt8(ascii: "-") { return nil }
        if let quoted = quoted(from: start) { return quoted.isEmpty ? nil : quoted }
        let value = start..<(boundary == 0 ? self.end(from: start) { $0 == 0 } : endOfWord(from: start))
        return value.isEmpty ? nil : value
    }

    /// What stands between quotes; to the end of the argument where they stay open.
    ///
    /// The quotes may be escaped themselves, where a text lies inside another; else a backslash hides what follows it.
    private func quoted(from start: Int) -> Range<Int>? {
        let isEscaped = byte(start) == UInt8(ascii: "\\")
        let opening = isEscaped ? start + 1 : start
        guard let quote = byte(opening), quote.isQuote else { return nil }
        var end = opening + 1
        while end < input.count, input[end] != 0 {
            if input[end] == quote { return opening + 1..<end }
            guard input[end] == UInt8(ascii: "\\"), end + 1 < input.count, input[end + 1] != 0 else {
                end += 1
                continue
            }
            if isEscaped, input[end + 1] == quote { return opening + 1..<end }
            end += 2
        }
        return opening + 1..<end
    }

    private func endOfWord(from start: Int) -> Int {
        end(from: start) { $0.isBoundary || $0.isQuote }
    }

    /// An unquoted value ends where a shell, a URL or a list would end it.
    private func endOfValue(from start: Int) -> Int {
        end(from: start) { $0.isBoundary || $0.isQuote || "&;|<>\\".utf8.contains($0) }
    }

    private func endsWord(_ index: Int) -> Bool {
        byte(index).map(\.isBoundary) ?? true
    }

    private func end(from start: Int, where stops: (UInt8) -> Bool) -> Int {
        var index = start
        while index < input.count, !stops(input[index]) { index += 1 }
        return index
    }

    private func skipBlanks(_ start: Int) -> Int {
        var index = start
        while index < input.count, input[index].isBlank, index - start < 8 { index += 1 }
        return index
    }

    private func byte(_ index: Int) -> UInt8? {
        index < input.count ? input[index] : nil
    }
}
