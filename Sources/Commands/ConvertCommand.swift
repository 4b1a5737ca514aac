internal import Arguments
internal import Formats
internal import Primitives
internal import SystemCalls

/// `tend convert`: the same value as JSON or as TOON.
enum ConvertCommand {
    private enum Language: String, CaseIterable {
        case json, toon

        var other: Language { self == .json ? .toon : .json }
    }

    private static let delimiters: [(word: String, delimiter: TOONDelimiter)] = [
        (",", .comma), ("tab", .tab), ("pipe", .pipe),
    ]

    /// More than this is no document but an accident.
    private static let inputLimit = 256 << 20

    static let spec = Command(
        "convert",
        summary: "Translate a document between JSON and TOON.",
        discussion: """
            Reads standard input and prints the same value, whatever --format says; --compact prints JSON on one line. \
            TOON (version 4.0) is read strictly, as its specification asks: declared counts, exact indentation, keys that \
            occur once. --no-strict forgives these.
            """,
        examples: [
            Example("tend convert --from json --to toon < data.json", "the same data in fewer tokens"),
            Example("tend convert --from toon --to json --no-strict < data.toon", "and back, forgiving wrong counts"),
            Example("tend convert --from json --to toon --delimiter tab < data.json", "cells that may hold commas"),
        ],
        options: [
            OptionSpec(
                "from", .value(name: "LANGUAGE"), "What standard input holds; the other one if left out.",
                choices: Language.allCases.map(\.rawValue)),
            OptionSpec(
                "to", .value(name: "LANGUAGE"), "What to print; the other one if left out.",
                choices: Language.allCases.map(\.rawValue)),
            OptionSpec("strict", .negatableFlag, "Insist on what TOON declares, or do not.", default: "strict"),
            OptionSpec(
                "delimiter", .value(name: "WHICH"), "What separates the values of TOON that is printed.", default: ",",
                choices: delimiters.map(\.word)),
            OptionSpec(
                "indent-size", .value(name: "N"), "Spaces per level, of what is printed and of TOON that is read.",
                default: "2"),
        ],
        action: CommandAction(answering: { try run($0) }),
        exitCodes: [ExitNote(.clean, "translated"), ExitNote(.badData, "the input is malformed")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Answer {
        let command = invocation.command
        let (from, to) = try languages(command)
        var options = TOONOptions()
        options.isStrict = command.flag("strict") ?? options.isStrict
        options.indentSize = try command.integer("indent-size", in: 1...16) ?? options.indentSize
        if let word = command.string("delimiter"), let chosen = delimiters.first(where: { $0.word == word }) {
            options.delimiter = chosen.delimiter
        }
        let input = try input()
        let value =
            switch from {
            case .json: try JSONParser.parse(input)
            case .toon: try TOONDecoder(options: options).decode(input)
            }
        let isCompact = command.flag("compact") == true
        return switch to {
        case .json: .verbatim(value.bytes(indent: isCompact ? 0 : options.indentSize) + [UInt8(ascii: "\n")])
        case .toon: .verbatim(TOONEncoder(options: options).encode(value) + "\n")
        }
    }

    private static func languages(
        _ command: ParsedCommand<CommandAction>
    ) throws(TendError) -> (from: Language, to: Language) {
        let from = command.string("from").flatMap(Language.init)
        let to = command.string("to").flatMap(Language.init)
        guard let known = from ?? to else {
            throw TendError(
                .usage, "convert needs to know what it reads", area: "cli", hint: "tend convert --from json --to toon")
        }
        return (from ?? known.other, to ?? known.other)
    }

    private static func input() throws(TendError) -> [UInt8] {
        do {
            return try FileSystem.readStandardInput(limit: inputLimit)
        } catch {
            throw TendError(.inputOutput, "standard input cannot be read", area: "cli", cause: error)
        }
    }
}
