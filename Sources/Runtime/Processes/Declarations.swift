internal import History
internal import Model
internal import Primitives

/// What the record says is wanted, as the processes of a scan are compared with it.
struct Declarations {
    private let records: [DeclarationRecord]
    private let key: GroupingKey
    /// The hashes of a working directory and of those above it, once each.
    private var directories: [ForeignText: Set<String>] = [:]

    init(_ records: [DeclarationRecord], _ key: GroupingKey) {
        self.records = records
        self.key = key
    }

    /// Notes in a sample what is declared; of several declarations about one process the one that holds longest.
    ///
    /// - Complexity: nothing without declarations; otherwise O(*n*) processes, and one hash a directory above each working
    ///   directory.
    mutating func annotate(_ sample: inout MachineSample) {
        guard !records.isEmpty else { return }
        for index in sample.processes.indices {
            var longest: DeclarationRecord?
            for record in records where (longest?.expiresAt ?? 0) < record.expiresAt {
                if isAbout(record, sample.processes[index]) { longest = record }
            }
            sample.processes[index].declaration = longest?.declaration
        }
    }

    /// How many of these processes are declared.
    mutating func count(among processes: [ProcessObservation]) -> Int {
        var count = 0
        for process in processes {
            for record in records where isAbout(record, process) {
                count += 1
                break
            }
        }
        return count
    }

    private mutating func isAbout(_ record: DeclarationRecord, _ process: ProcessObservation) -> Bool {
        switch record.subject {
        case .process(let pid, let startTicks, let bootID):
            process.identity.pid == pid && process.identity.startTicks == startTicks
                && process.identity.bootID == bootID
        case .command(let words, let count, let directory): runs(words, count, in: directory, process)
        }
    }

    /// Compared by their hashes, so that the record needs neither the words nor the directory.
    ///
    /// Unreadable arguments or an unreadable working directory match nothing.
    private mutating func runs(
        _ words: String, _ count: Int, in directory: String, _ process: ProcessObservation
    ) -> Bool {
        guard let path = process.workingDirectory.value, let arguments = process.arguments.value,
            hashes(above: path).contains(directory)
        else { return false }
        let own = CommandWords(arguments.bytes).words
        guard count > 0, own.count >= count else { return false }
        return (0...own.count - count).contains { key.words(own[$0..<$0 + count]) == words }
    }

    private mutating func hashes(above path: ForeignText) -> Set<String> {
        if let known = directories[path] { return known }
        var hashes: Set<String> = [key.directory([UInt8(ascii: "/")])]
        for end in path.bytes.indices where end > 0 && path.bytes[end] == UInt8(ascii: "/") {
            hashes.insert(key.directory(Array(path.bytes[..<end])))
        }
        hashes.insert(key.directory(path.bytes))
        directories[path] = hashes
        return hashes
    }
}

/// The words of a command line as declarations compare them.
struct CommandWords {
    private(set) var words: [[UInt8]] = []

    /// Cuts at blanks and NULs; of a path only its last part counts, so that `node` is `/usr/bin/node`.
    init(_ bytes: [UInt8]) {
        words = bytes.split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { word in
            guard word.first != UInt8(ascii: "-"), let slash = word.lastIndex(of: UInt8(ascii: "/")),
                slash != word.indices.last
            else { return Array(word) }
            return Array(word[(slash + 1)...])
        }
    }
}

extension GroupingKey {
    /// Words with a NUL behind each: no two lists of words read the same.
    func words(_ words: ArraySlice<[UInt8]>) -> String {
        hash(Array("declared words:".utf8) + words.flatMap { $0 + [0] })
    }

    func directory(_ path: [UInt8]) -> String { hash(Array("declared directory:".utf8) + path) }
}
