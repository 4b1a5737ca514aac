import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// How much `tend disk clean` removes of what may go, on a volume on which nobody else writes.
    @Suite(
        .enabled(if: Unoccupied.isProven, Unoccupied.reason),
        .enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
    struct DiskTargetTests {
        let trial: Trial
        let volume: LoopbackVolume
        /// Four, of a little more than 4 MB each.
        let targets: [String]

        init() throws {
            let (trial, volume) = (try Trial(), try LoopbackVolume(.ext4))
            (self.trial, self.volume) = (trial, volume)
            let names = ["one", "two", "three", "four"]
            for name in names { try trial.makeProject(name) }
            try trial.shell(
                """
                for name in \(names.joined(separator: " ")); do
                    head -c 4000000 /dev/zero > work/$name/target/debug/deps/large.o
                done
                cp -r work \(volume.path)/
                """)
            try trial.age("\(volume.path)/work")
            targets = names.map { "\(volume.path)/work/\($0)/target" }
        }

        private func clean(_ size: String) throws -> Answer {
            try trial.run(["disk", "clean", "\(volume.path)/work", "--yes", "--free", size, "--json"])
        }

        @Test(arguments: [("1KB", 1), ("4MB", 1), ("6MB", 2), ("11MB", 3)])
        func `clean stops as soon as so much was freed`(size: String, wanted: Int) throws {
            let answer = try clean(size)
            #expect(answer.exited(.actionsDone), "\(answer)")
            let data = try answer.data()
            let removed = try #require(data["removed"]?.array)
            #expect(removed.count == wanted, "\(answer)")
            #expect(targets.count { FileSystem.exists($0) } == targets.count - wanted)
            let left = try #require(data["skipped"]?.array)
            #expect(left.map { $0["reason_code"]?.string } == Array(repeating: "target_met", count: 4 - wanted))
            let asked = Int64(try #require(ByteCount.parse(size)).bytes)
            let freed = try #require(data["freed_bytes"]?.integer)
            #expect(freed >= asked, "\(freed) freed, \(asked) asked for")
        }

        @Test func `what is more than there is removes all that may go, and says that it was not enough`() throws {
            let answer = try clean("1GB")
            #expect(answer.exited(.goalNotAchievable), "\(answer)")
            #expect(targets.allSatisfy { !FileSystem.exists($0) })
        }
    }
}
