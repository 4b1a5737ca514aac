package import Primitives

/// One file of a ballast pool as it lies on the disk.
package struct BallastFile: Sendable, Equatable {
    /// The raw values appear in machine output and never change.
    package enum State: String, Sendable, CaseIterable {
        /// Written to its end, with all its blocks.
        case whole
        /// Its writing was not finished, or it was cut: ours, and to be made anew.
        case partial
        /// It bears a name of the pool and is not ours: never touched.
        case foreign
    }

    /// Its number in the pool, 1...99999.
    package var index: Int
    package var state: State
    /// Bytes of its content, holes among them.
    package var size: ByteCount
    /// Blocks that it really takes: what its release gives back.
    package var allocated: ByteCount
    /// Milliseconds since 1970; nil where its header does not say.
    package var createdAt: Int64?
    /// What is wrong with it, for people; nil where nothing is.
    package var problem: String?

    package init(
        index: Int, state: State, size: ByteCount = .zero, allocated: ByteCount = .zero, createdAt: Int64? = nil,
        problem: String? = nil
    ) {
        self.index = index
        self.state = state
        self.size = size
        self.allocated = allocated
        self.createdAt = createdAt
        self.problem = problem
    }
}

extension BallastFile {
    private static let prefix = "SBH_BALLAST_FILE_"
    private static let suffix = ".dat"
    private static let digits = 5

    /// The numbers that a name has room for.
    package static let indexes = 1...99_999

    /// `SBH_BALLAST_FILE_00001.dat`.
    package static func name(_ index: Int) -> String {
        let number = String(index)
        return prefix + String(repeating: "0", count: max(0, digits - number.count)) + number + suffix
    }

    /// The number that a name bears; nil for a name that no file of a pool has.
    package static func index(ofName name: [UInt8]) -> Int? {
        guard let text = String(validating: name, as: UTF8.self), text.hasPrefix(prefix), text.hasSuffix(suffix)
        else { return nil }
        let number = text.dropFirst(prefix.count).dropLast(suffix.count)
        guard number.utf8.count == digits, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(number).flatMap { indexes.contains($0) ? $0 : nil }
    }
}
