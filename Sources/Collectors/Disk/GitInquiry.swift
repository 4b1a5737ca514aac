package import Primitives
package import SystemCalls

/// Asks git whether it tracks or ignores things, one repository at a time.
///
/// git itself is asked, for nobody else reads its ignore rules and index quite as it does; nothing of a repository's own
/// configuration is run.
package struct GitInquiry: Sendable {
    package var tools: ToolBox
    /// How long one repository may take.
    package var timeout: Duration
    /// Arguments of one call: paths may be long, and the kernel takes 2 MiB.
    private static let batch = 100

    package init(tools: ToolBox, timeout: Duration = .seconds(10)) {
        self.tools = tools
        self.timeout = timeout
    }

    /// What git says of one thing.
    package struct Answer: Sendable, Equatable {
        /// Whether it tracks the thing or something below it; false where there is no repository.
        package var isTracked: Reading<Bool> = .measured(false)
        package var isIgnored: Reading<Bool> = .measured(false)
    }

    /// Asks for all paths at once; they are absolute and without links.
    ///
    /// - Returns: one answer a path, in their order.
    /// - Complexity: two calls of git for every repository and hundred paths.
    package func ask(_ paths: [ForeignText]) -> [Answer] {
        var answers = Array(repeating: Answer(), count: paths.count)
        var known: [[UInt8]: [UInt8]?] = [:]
        var groups: [[UInt8]: [Int]] = [:]
        for (place, path) in paths.enumerated() {
            guard let root = repository(above: path.bytes, &known) else { continue }
            groups[root, default: []].append(place)
        }
        for root in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let places = groups[root] ?? []
            for start in stride(from: 0, to: places.count, by: Self.batch) {
                let batch = Array(places[start..<min(start + Self.batch, places.count)])
                ask(root, batch, paths, &answers)
            }
        }
        return answers
    }

    /// The directory above a path that holds a `.git`.
    private func repository(above path: [UInt8], _ known: inout [[UInt8]: [UInt8]?]) -> [UInt8]? {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let parent = Array(path[..<slash])
        if let found = known[parent] { return found }
        let marker = ForeignText(parent + Array("/.git".utf8))
        let found = DirectoryNumber.exists(withoutLinks: marker) ? parent : repository(above: parent, &known)
        known[parent] = .some(found)
        return found
    }

    private func ask(_ root: [UInt8], _ places: [Int], _ paths: [ForeignText], _ answers: inout [Answer]) {
        // An argument that is no UTF-8 cannot be handed over as it is.
        let named = places.filter { String(validating: paths[$0].bytes, as: UTF8.self) != nil }
        for place in Set(places).subtracting(named) {
            answers[place] = Answer(isTracked: .unavailable(.malformed), isIgnored: .unavailable(.malformed))
        }
        guard let folder = String(validating: root, as: UTF8.self), !named.isEmpty else { return }
        let words = named.map { String(decoding: paths[$0].bytes, as: UTF8.self) }
        let tracked = run(folder, ["--literal-pathspecs", "ls-files", "-z", "--full-name", "--cached", "--"] + words)
        let ignored = run(folder, ["check-ignore", "-z", "--stdin"], input: words.flatMap { Array($0.utf8) + [0] })
        for (place, word) in zip(named, words) {
            let relative = Array(word.utf8.dropFirst(root.count + 1))
            answers[place].isTracked = tracked.map { listed in
                listed.contains { $0 == relative || $0.starts(with: relative + [UInt8(ascii: "/")]) }
            }
            answers[place].isIgnored = ignored.map { $0.contains(Array(word.utf8)) }
        }
    }

    /// Names that git prints, ended by NULs.
    private func run(_ root: String, _ words: [String], input: [UInt8] = []) -> Reading<[[UInt8]]> {
        let options = ["git", "-C", root, "--no-optional-locks", "-c", "core.fsmonitor=false"]
        guard var command = tools.command(options + words, timeout: timeout) else { return .unavailable(.notSupported) }
        command.input = input
        // What cannot be started says nothing, like what is not installed.
        guard let answer = try? command.run() else { return .unavailable(.notSupported) }
        // check-ignore ends with 1 where it ignores none.
        guard answer.status == .exited(0) || (answer.status == .exited(1) && !input.isEmpty), !answer.isCut else {
            return .unavailable(answer.status == nil ? .timedOut : .notPermitted)
        }
        return .measured(answer.output.split(separator: 0).map(Array.init))
    }
}
