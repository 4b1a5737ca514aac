package import Model
import Primitives

/// The words by which a program is told: its arguments, its name, its executable.
///
/// All of it is foreign text: any process may call itself anything.
package struct ProgramWords: Sendable {
    /// What lies beyond is not looked at: command lines may be megabytes.
    static let textLimit = 65_536
    static let wordLimit = 256

    let text: [UInt8]
    /// The arguments, program first, as places in `text`; empty for a process that shows none.
    let words: [Range<Int>]
    /// Without the kernel's mark for a deleted file.
    let executable: [UInt8]
    /// The name of argument 0, or of the executable where that says nothing, or of the process, in lower case.
    package let program: String
    /// The name of the executable's file; empty where it is not known.
    let executableName: String
    /// The kernel's name for the process, which no path is cut from.
    let kernelName: String

    /// - Parameters:
    ///   - arguments: each ended by a NUL; empty where there are none or they could not be read.
    ///   - name: the kernel's name for the process (`comm`).
    ///   - executable: the path of its program; empty where it could not be read.
    package init(arguments: [UInt8], name: [UInt8], executable: [UInt8]) {
        let isDeleted = executable.suffix(Self.deletedMark.count).elementsEqual(Self.deletedMark)
        let executable = isDeleted ? executable.dropLast(Self.deletedMark.count) : executable[...]
        text = arguments
        words = Self.split(arguments, executable: executable)
        self.executable = Array(executable)
        executableName = Self.name(self.executable, 0..<self.executable.count) ?? ""
        kernelName = Self.lowercase(name, 0..<min(name.count, 64))
        let ownName = words.first.flatMap { Self.isSelf(arguments[$0]) ? nil : Self.name(arguments, $0) }
        program = ownName ?? (executableName.isEmpty ? kernelName : executableName)
    }

    package init(_ process: ProcessObservation) {
        self.init(
            arguments: process.arguments.value?.bytes ?? [], name: process.name.bytes,
            executable: process.executable.value?.bytes ?? [])
    }

    private static let deletedMark = Array(" (deleted)".utf8)
    private static let ownLink = Array("/proc/self/exe".utf8)

    /// Browsers start themselves anew by this link, which says nothing about who they are.
    private static func isSelf(_ word: ArraySlice<UInt8>) -> Bool {
        word.elementsEqual(ownLink)
    }
}

// MARK: - Cutting

extension ProgramWords {
    private static func split(_ text: [UInt8], executable: ArraySlice<UInt8>) -> [Range<Int>] {
        let end = text.prefix(textLimit).lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        let words = cut(text, 0..<end, at: 0)
        guard words.count == 1, text[0..<end].contains(UInt8(ascii: " ")) else { return words }
        return splitTitle(text, 0..<end, executable: executable)
    }

    /// A single argument with blanks is a title that the process wrote over its arguments, or a path with blanks.
    private static func splitTitle(
        _ text: [UInt8], _ title: Range<Int>, executable: ArraySlice<UInt8>
    ) -> [Range<Int>] {
        let blank = UInt8(ascii: " ")
        guard !executable.isEmpty, text[title].starts(with: executable),
            title.count == executable.count || text[executable.count] == blank
        else { return cut(text, title, at: blank).filter { !$0.isEmpty } }
        let rest = cut(text, executable.count..<title.upperBound, at: blank)
        return [0..<executable.count] + rest.filter { !$0.isEmpty }
    }

    private static func cut(_ text: [UInt8], _ range: Range<Int>, at separator: UInt8) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = range.lowerBound
        while start < range.upperBound, words.count < wordLimit {
            let end = text[start..<range.upperBound].firstIndex(of: separator) ?? range.upperBound
            words.append(start..<end)
            start = end + 1
        }
        return words
    }
}

// MARK: - Names

extension ProgramWords {
    /// The last part of a path, in lower case, without the marks that shells and titles put around a name.
    ///
    /// Absent where nothing is left.
    static func name(_ text: [UInt8], _ range: Range<Int>) -> String? {
        var range = range
        let openers = [UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: "[")]
        if let first = text[range].first, openers.contains(first) { range.removeFirst() }
        let closers = [UInt8(ascii: ":"), UInt8(ascii: ")"), UInt8(ascii: "]")]
        while let last = text[range].last, closers.contains(last) { range.removeLast() }
        if let slash = text[range].lastIndex(of: UInt8(ascii: "/")) { range = slash + 1..<range.upperBound }
        if text[range].first == UInt8(ascii: ".") { range.removeFirst() }
        for suffix in wrapperSuffixes where range.count > suffix.count && text[range].hasSuffix(suffix) {
            range.removeLast(suffix.count)
        }
        guard !range.isEmpty else { return nil }
        return lowercase(text, range.prefix(128))
    }

    /// What packaging adds to a program's name.
    private static let wrapperSuffixes = ["-wrapped", ".exe", ".appimage"].map { Array($0.utf8) }

    static func lowercase(_ text: [UInt8], _ range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { buffer in
            for (offset, index) in range.enumerated() {
                let byte = text[index]
                buffer[offset] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            }
            return range.count
        }
    }
}

extension ArraySlice<UInt8> {
    func hasSuffix(_ suffix: [UInt8]) -> Bool {
        self.suffix(suffix.count).elementsEqual(suffix)
    }
}
