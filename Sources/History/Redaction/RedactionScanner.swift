/// One pass over a text that copies it and leaves out what is secret; linear in the text.
///
/// The text is free text, or an argument vector with a zero byte after each argument.
struct RedactionScanner {
    static let replacement = Array("[redacted]".utf8)

    let input: [UInt8]
    /// The user's home; nil where homes are not hidden.
    let home: [UInt8]?
    let hidesHomes: Bool
    /// Scanning stops once this much has come out.
    let limit: Int
    private(set) var output: [UInt8] = []
    private var position = 0
    /// The last run of name bytes, by which paths are told from options (`a/home/x`, `-I/home/x`).
    private var lastRun = 0..<0
    private var options: ProgramOptions?
    private var program: ArraySlice<UInt8> = []

    init(_ input: [UInt8], redactor: Redactor, limit: Int) {
        self.input = input
        home = redactor.home
        hidesHomes = redactor.policy.level != .minimal
        self.limit = limit
        output.reserveCapacity(min(input.count, limit) + 64)
    }

    /// - Returns: the redacted text, zero bytes kept; at least `limit` bytes of it if there are as many.
    mutating func scan() -> [UInt8] {
        while position < input.count, output.count < limit {
            let byte = input[position]
            if byte.isNameByte {
                scanRun()
            } else if byte == UInt8(ascii: ":"), hasBytes("://", at: position) {
                scanAuthority()
            } else if byte == UInt8(ascii: "/"), hidesHomes, let end = endOfHome() {
                output.append(UInt8(ascii: "~"))
                position = end
            } else {
                output.append(byte)
                position += 1
            }
        }
        return output
    }

    private mutating func scanRun() {
        let start = position
        var end = start
        while end < input.count, input[end].isNameByte { end += 1 }
        let run = input[start..<end]
        lastRun = start..<end
        if let key = privateKey(from: start) { return replace(key) }
        noteProgram(run)
        let values = SecretValues(input: input, options: options)
        if let value = values.value(after: run) ?? base64(from: start) ?? SecretShapes.secret(in: run) {
            return replace(value)
        }
        output += run
        position = end
    }

    /// Copies what stands before a secret, leaves the secret out, and goes on behind it.
    private mutating func replace(_ secret: Range<Int>) {
        output += input[position..<secret.lowerBound]
        output += RedactionScanner.replacement
        position = secret.upperBound
    }

    /// Remembers which program the options that follow belong to.
    private mutating func noteProgram(_ run: ArraySlice<UInt8>) {
        guard ProgramOptions.mayBeNamed(run) else { return }
        let startsWord = run.startIndex == 0 || isWordStart(input[run.startIndex - 1])
        let endsWord = run.endIndex == input.count || input[run.endIndex].isBoundary
        guard startsWord, endsWord else { return }
        if let found = ProgramOptions.of(program: run) {
            options = found
        } else if run.elementsEqual(ProgramOptions.loginVerb.utf8),
            ProgramOptions.loginTools.contains(String(decoding: program, as: UTF8.self))
        {
            options = .login
        } else if ProgramOptions.loginTools.contains(String(decoding: run, as: UTF8.self)) {
            program = run
        }
    }

    private func isWordStart(_ previous: UInt8) -> Bool {
        previous.isBoundary || previous.isQuote || previous == UInt8(ascii: "/")
    }

    /// The user and password between `://` and `@`.
    private mutating func scanAuthority() {
        let start = position + 3
        var end = start
        var at: Int?
        while end < input.count, !input[end].isBoundary, !input[end].isQuote, !"/?#\\".utf8.contains(input[end]) {
            if input[end] == UInt8(ascii: "@") { at = end }
            end += 1
        }
        output += "://".utf8
        position = start
        guard let at, at > start else { return }
        let user = input[start..<at]
        // `ssh://git@host` names a user and hides nothing; `https://TOKEN@host` does.
        let isName = user.count <= 16 && user.allSatisfy(\.isNameByte)
        if !isName { replace(start..<at) }
    }

    /// Base 64 with its own punctuation, from the start of a run; other long secrets are found by their shape.
    private func base64(from start: Int) -> Range<Int>? {
        guard start == 0 || !(input[start - 1] == UInt8(ascii: "/") || input[start - 1] == UInt8(ascii: "+")) else {
            return nil
        }
        var end = start
        var hasPlus = false
        while end < input.count, isBase64(input[end]) {
            hasPlus = hasPlus || input[end] == UInt8(ascii: "+")
            end += 1
        }
        guard end - start >= Randomness.shortest else { return nil }
        var padded = end
        while padded < input.count, input[padded] == UInt8(ascii: "="), padded - end < 2 { padded += 1 }
        guard hasPlus || padded > end, Randomness(input[start..<end]).looksRandomMixed else { return nil }
        return start..<padded
    }

    private func isBase64(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// A private key in PEM, whole: from its first line to its last, or to the end where that is missing.
    private func privateKey(from start: Int) -> Range<Int>? {
        guard hasBytes("-----BEGIN", at: start) else { return nil }
        let header = input[start..<min(start + 64, input.count)]
        let dashes = Array("PRIVATE KEY-----".utf8)
        guard let first = index(of: dashes, from: start, to: header.endIndex) else { return nil }
        guard let last = index(of: Array("-----END".utf8), from: first, to: input.count) else {
            return start..<input.count
        }
        let close = index(of: dashes, from: last, to: min(last + 64, input.count))
        return start..<(close.map { $0 + dashes.count } ?? input.count)
    }

    private func index(of pattern: [UInt8], from start: Int, to end: Int) -> Int? {
        var index = start
        while index + pattern.count <= end {
            if input[index] == pattern[0], input[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }

    private func hasBytes(_ text: StaticString, at index: Int) -> Bool {
        text.withUTF8Buffer { text in
            index + text.count <= input.count && input[index..<index + text.count].elementsEqual(text)
        }
    }

    /// Where a home directory that begins at this slash ends; nil where none begins here.
    private func endOfHome() -> Int? {
        if lastRun.upperBound == position, position > 0, !lastRun.isEmpty,
            input[lastRun.lowerBound] != UInt8(ascii: "-")
        {
            return nil
        }
        if let home, home.count > 1, input[position...].starts(with: home) {
            let end = position + home.count
            if endsName(end) { return end }
        }
        if hasBytes("/root", at: position), endsName(position + 5) { return position + 5 }
        for (prefix, length) in [("/home/" as StaticString, 6), ("/var/home/", 10)] where hasBytes(prefix, at: position)
        {
            var end = position + length
            while !endsName(end) { end += 1 }
            if end > position + length { return end }
        }
        return nil
    }

    private func endsName(_ index: Int) -> Bool {
        index >= input.count || !(input[index].isNameByte || input[index] >= 0x80)
    }
}
