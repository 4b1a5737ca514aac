internal import Primitives

/// A command line without what was passed to it: the program and the names of its options.
enum ArgumentOutline {
    static func of(_ arguments: [ForeignText]) -> [ForeignText] {
        var outline = Array(arguments.prefix(1))
        for argument in arguments.dropFirst() {
            guard argument.bytes.first == UInt8(ascii: "-"), argument.bytes.count > 1 else { continue }
            // Behind a lone `--` come operands, however they look.
            if argument.bytes.elementsEqual("--".utf8) { break }
            outline.append(ForeignText(name(argument.bytes)))
        }
        return outline
    }

    /// A long option up to its `=`; of a short one the letter alone, for a value may be attached to it.
    private static func name(_ option: [UInt8]) -> [UInt8] {
        guard option.starts(with: "--".utf8) else { return Array(option.prefix(2)) }
        return Array(option.prefix { $0.isNameByte })
    }
}
