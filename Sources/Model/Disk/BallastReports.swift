package import Primitives

/// The ballast of one volume: what is wanted, and what lies there.
package struct BallastPool: Sendable, Equatable {
    package var mount: ForeignText
    package var fileSystem: String
    /// Where the files lie, or would.
    package var directory: ForeignText
    package var exists = false
    package var fileCount = 0
    package var fileSize = ByteCount.zero
    /// Percent of the volume that must stay free when ballast is made.
    package var floorPercent = 0.0
    /// Percent that is free, as df(1) has it.
    package var freePercent: Reading<Double> = .unavailable(.notCollected)
    /// By index.
    package var files: [BallastFile] = []
    /// Why no more is made, or why the pool cannot be looked at; nil where nothing stands in the way.
    package var refusal: BallastRefusal?

    package init(mount: ForeignText, fileSystem: String, directory: ForeignText) {
        self.mount = mount
        self.fileSystem = fileSystem
        self.directory = directory
    }

    package func count(of state: BallastFile.State) -> Int { files.filter { $0.state == state }.count }

    /// What is really allocated on the disk, unfinished files among it.
    package var allocated: ByteCount { files.ballastBytes }

    /// Files that are missing or not whole.
    package var missing: Int { max(0, fileCount - count(of: .whole)) }
}

extension Sequence<BallastFile> {
    /// What these take on the disk, without those of others.
    package var ballastBytes: ByteCount {
        reduce(.zero) { $1.state == .foreign ? $0 : $0 + $1.allocated }
    }
}

/// What one piece of work on a pool came to.
package struct BallastOutcome: Sendable, Equatable {
    /// The raw values appear in machine output and the record and never change.
    package enum Action: String, Sendable, CaseIterable {
        case provision, replenish, release
    }

    package var mount: ForeignText
    package var directory: ForeignText
    package var action: Action
    /// Whether it was only asked what would be done.
    package var isDryRun = false
    /// Indexes of files that were made, made anew, and released; in a dry run, that would be.
    package var made: [Int] = []
    package var rebuilt: [Int] = []
    package var released: [Int] = []
    /// Blocks of those files.
    package var bytes = ByteCount.zero
    /// Bytes that the volume had free afterwards more than before, as it said within a few milliseconds.
    ///
    /// Some file systems give blocks back with their next commit only, and others write meanwhile.
    package var freedBytes = ByteCount.zero
    package var seconds = 0.0
    /// Why it is less than was asked for; nil where it is not.
    package var refusal: BallastRefusal?

    package init(mount: ForeignText, directory: ForeignText, action: Action) {
        self.mount = mount
        self.directory = directory
        self.action = action
    }

    /// Files that were made, made anew or released.
    package var count: Int { made.count + rebuilt.count + released.count }
}

/// What is about to be done with a pool, and what was: for the record.
package enum BallastEvent: Sendable, Equatable {
    /// Told before the file is touched.
    case intent(action: BallastOutcome.Action, directory: ForeignText, index: Int)
    case outcome(BallastOutcome)
}

/// What `disk ballast status` and `verify` answer.
package struct BallastStatus: Sendable, Equatable {
    package var pools: [BallastPool] = []

    package init() {}

    package var allocated: ByteCount { pools.reduce(.zero) { $0 + $1.allocated } }
}

/// What `disk ballast provision`, `replenish` and `release` answer.
package struct BallastReport: Sendable, Equatable {
    package var outcomes: [BallastOutcome] = []

    package init() {}

    package var count: Int { outcomes.reduce(0) { $0 + $1.count } }
    package var bytes: ByteCount { outcomes.reduce(.zero) { $0 + $1.bytes } }
}
