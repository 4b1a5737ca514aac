package import History
package import Primitives
package import SystemCalls

/// Where events are kept so that questions can be asked of them.
package protocol EventDatabase: AnyObject {
    /// Appends all or none, at a time in milliseconds since 1970; what is there already is left out where that is asked for.
    ///
    /// - Returns: how many old ones were removed.
    func append(_ records: [DiskEventRecord], unlessPresent: Bool, now: Int64) throws(TendError) -> Int
    /// Lets the next attempt begin with a new connection.
    func reopen()
}

/// Where lines go that outlive everything but the disk.
package protocol EventLines {
    /// - Returns: whether older lines were removed for it.
    func append(_ lines: [UInt8]) throws(SystemCallError) -> Bool
    func synchronize() throws(SystemCallError)
}

/// Where lines go as long as the disk takes none.
package protocol EventRefuge {
    var exists: Bool { get }
    func append(_ lines: [UInt8]) throws(SystemCallError)
    /// Hands over what lies there, and removes it once that was done.
    func move(_ take: ([UInt8]) throws(SystemCallError) -> Void) throws(SystemCallError)
}

extension LineFile: EventLines {}
extension MemoryFile: EventRefuge {}

/// The store's database, as the journal opens it.
package final class JournalDatabase: EventDatabase {
    private let journal: Journal

    package init(_ journal: Journal) {
        self.journal = journal
    }

    package func append(_ records: [DiskEventRecord], unlessPresent: Bool, now: Int64) throws(TendError) -> Int {
        try journal.store().appendDiskEvents(records, unlessPresent: unlessPresent, now: now)
    }

    package func reopen() {
        journal.reopen()
    }
}
