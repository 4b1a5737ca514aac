internal import Primitives

/// One pass over a JSON text that redacts its strings and copies the rest as it stands.
struct JSONRedaction {
    private let input: [UInt8]
    private let redactor: Redactor
    private var output: [UInt8] = []
    private var position = 0
    /// The name whose value comes next; nil inside arrays.
    private var name: [UInt8]?

    init(_ input: [UInt8], redactor: Redactor) {
        self.input = input
        self.redactor = redactor
        output.reserveCapacity(input.count)
    }

    mutating func run() throws(TendError) -> [UInt8] {
        while position < input.count {
            let byte = input[position]
            if byte == UInt8(ascii: "[") {
                name = nil
                if try copyVector() { continue }
            }
            if byte == UInt8(ascii: "\"") {
                try copyString()
            } else {
                output.append(byte)
                position += 1
            }
        }
        return output
    }

    private mutating func copyString() throws(TendError) {
        let end = try endOfString(position)
        let content = input[position + 1..<end - 1]
        position = end
        if next(from: end) == UInt8(ascii: ":") {
            name = JSONString.read(content)
            JSONString.write(name ?? [], to: &output)
            return
        }
        let text = JSONString.read(content)
        JSONString.write(redacted(text, under: name), to: &output)
        name = nil
    }

    private func redacted(_ text: [UInt8], under name: [UInt8]?) -> [UInt8] {
        guard let name else { return redactor.redacted(text) }
        if JSONRedaction.isIdentifier(name), text.count <= 128, SecretShapes.known(in: text[...]) == nil { return text }
        if SecretNames.isSecret(name[...], isAssigned: false), !text.isEmpty { return RedactionScanner.replacement }
        return redactor.redacted(text)
    }

    private static func isIdentifier(_ name: [UInt8]) -> Bool {
        guard let last = name.split(separator: UInt8(ascii: "_")).last else { return false }
        return last.elementsEqual("id".utf8) || last.elementsEqual("hash".utf8)
    }

    /// Copies an array if it holds strings alone: an option may stand in one of them and its value in the next.
    ///
    /// - Returns: false where it holds anything else; then nothing was copied.
    private mutating func copyVector() throws(TendError) -> Bool {
        var vector: [UInt8] = []
        var index = position + 1
        while next(from: index) == UInt8(ascii: "\"") {
            let start = skipBlanks(index)
            let end = try endOfString(start)
            vector += JSONString.read(input[start + 1..<end - 1]).map { $0 == 0 ? 0x20 : $0 }
            vector.append(0)
            index = skipBlanks(end)
            if next(from: index) == UInt8(ascii: ",") { index += 1 }
        }
        guard !vector.isEmpty, next(from: index) == UInt8(ascii: "]") else { return false }
        write(vector: vector)
        position = skipBlanks(index) + 1
        return true
    }

    private mutating func write(vector: [UInt8]) {
        var scanner = RedactionScanner(vector, redactor: redactor, limit: .max)
        let arguments = scanner.scan().dropLast().split(separator: 0, omittingEmptySubsequences: false)
        output.append(UInt8(ascii: "["))
        for (index, argument) in arguments.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            JSONString.write(Redactor.shortened(Array(argument), from: argument.count), to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    /// Behind the closing quote of the string that begins here.
    private func endOfString(_ start: Int) throws(TendError) -> Int {
        var index = start + 1
        while index < input.count {
            if input[index] == UInt8(ascii: "\"") { return index + 1 }
            index += input[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        throw TendError(.malformedInput, "a record is no JSON: the string at byte \(start) is not ended", area: "store")
    }

    private func skipBlanks(_ start: Int) -> Int {
        var index = start
        while index < input.count, input[index] <= 0x20 { index += 1 }
        return index
    }

    private func next(from index: Int) -> UInt8? {
        let index = skipBlanks(index)
        return index < input.count ? input[index] : nil
    }
}
