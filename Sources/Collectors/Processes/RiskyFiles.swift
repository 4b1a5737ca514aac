internal import Model
internal import Primitives

/// Picks out of a process's open files those that a sudden end may damage, by their names.
struct RiskyFiles {
    private struct Candidate {
        var path: [UInt8]
        var descriptor: Int32
        var kind: FileAtRisk.Kind
    }

    private var candidates: [Candidate] = []
    /// Files that may be the companions of a SQLite database: `x-wal`, `x-journal`, `x-shm`.
    private var companions: [Candidate] = []
    /// Files that may be databases, because of their names.
    private var databases: [Candidate] = []

    private static let companionEndings: [[UInt8]] = ["-wal", "-journal", "-shm"].map { Array($0.utf8) }
    private static let databaseEndings: [[UInt8]] = [".sqlite", ".sqlite3", ".db"].map { Array($0.utf8) }

    mutating func consider(_ link: UnsafeBufferPointer<UInt8>, descriptor: Int32) {
        if link.ends(withAny: Self.companionEndings) {
            companions.append(Candidate(path: Array(link), descriptor: descriptor, kind: .sqlite))
        } else if link.ends(withAny: Self.databaseEndings) {
            databases.append(Candidate(path: Array(link), descriptor: descriptor, kind: .sqlite))
        } else if let kind = FileAtRisk.Kind(path: link) {
            candidates.append(Candidate(path: Array(link), descriptor: descriptor, kind: kind))
        }
    }

    /// Those that are open for writing, each path once.
    ///
    /// A database counts only with a companion: SQLite holds one open for as long as something is unfinished.
    func files(isOpenForWriting: (Int32) -> Bool) -> [FileAtRisk] {
        let names = companions.compactMap { companion in
            Self.companionEndings.first { companion.path.hasEnding($0) }.map { companion.path.dropLast($0.count) }
        }
        let paired = databases.filter { database in names.contains { $0.elementsEqual(database.path) } }
        // The shared index (`-shm`) always comes with a log, and other programs name things so too.
        let lone = companions.filter { !$0.path.hasEnding("-shm") }
        var found: [FileAtRisk] = []
        for candidate in candidates + paired + lone where isOpenForWriting(candidate.descriptor) {
            let file = FileAtRisk(kind: candidate.kind, path: ForeignText(candidate.path))
            if !found.contains(file) { found.append(file) }
        }
        return found
    }
}

extension FileAtRisk.Kind {
    /// What a path stands for; nil where it means nothing.
    init?(path: some RandomAccessCollection<UInt8>) {
        let folderEnd = path.lastIndex(of: UInt8(ascii: "/")).map { path.index(after: $0) } ?? path.startIndex
        let name = path[folderEnd...]
        if path.containsText("/.git/"), name.hasEnding(".lock") || name.starts(with: "tmp_".utf8) {
            self = .git
        } else if Self.packageFolders.contains(where: path.starts(with:))
            || path.containsText("/_cacache/tmp/") || name.elementsEqual(".package-cache".utf8)
            || path.containsText("/.cache/pip/")
        {
            self = .packageManager
        } else if path.elementsEqual("/dev/fuse".utf8) {
            self = .mount
        } else if name.isSwapFile {
            self = .editorSwap
        } else {
            return nil
        }
    }

    private static let packageFolders: [[UInt8]] = [
        "/var/lib/dpkg/lock", "/var/lib/apt/", "/var/cache/apt/", "/var/lib/rpm/", "/usr/lib/sysimage/rpm/",
        "/var/lib/pacman/db.lck",
    ].map { Array($0.utf8) }
}

extension RandomAccessCollection<UInt8> {
    func hasEnding(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        count >= text.count && suffix(text.count).elementsEqual(text)
    }

    func hasEnding(_ text: String) -> Bool {
        hasEnding(text.utf8)
    }

    func ends(withAny endings: [[UInt8]]) -> Bool {
        endings.contains { hasEnding($0) }
    }

    func containsText(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        var start = startIndex
        for _ in 0...(count - length) {
            if self[start...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: length)) { return true }
            start = index(after: start)
        }
        return false
    }

    /// A name such as `.x.swp` (vim), `.#x` (emacs) or `.~lock.x#` (LibreOffice).
    fileprivate var isSwapFile: Bool {
        if starts(with: ".#".utf8) || starts(with: ".~lock.".utf8) || hasEnding("~lock") { return true }
        let ending = suffix(4)
        return first == UInt8(ascii: ".") && count > 5 && ending.starts(with: ".sw".utf8)
    }
}
