import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// Volumes that are full to the last byte and inode, with the record on the very same.
    @Suite(.serialized) struct EmergencyTests {
        /// A trial whose home, record and stale Cargo project lie on a volume that is then filled.
        private struct Full {
            let trial: Trial
            let volume: LoopbackVolume
            var target: String { "\(volume.path)/work/shop/target" }

            init(_ kind: LoopbackVolume.Kind) throws {
                trial = try Trial()
                volume = try LoopbackVolume(kind)
                let shop = "\(volume.path)/work/shop"
                let deps = "\(shop)/target/debug/deps"
                for folder in [deps, "\(shop)/target/debug/.fingerprint", "\(shop)/src"] {
                    try FileSystem.makeDirectories(folder)
                }
                try volume.write(20 << 20, to: "work/shop/target/debug/deps/libshop.rlib")
                try FileSystem.replace("\(volume.path)/work/shop/Cargo.toml", with: Array("[package]\n".utf8))
                try FileSystem.replace("\(volume.path)/work/shop/src/main.rs", with: Array("fn main() {}\n".utf8))
                let aged = try ChildProcess.start(
                    SpawnRequest(
                        "find", ["\(volume.path)/work", "-exec", "touch", "-h", "-d", "40 days ago", "{}", "+"]))
                #expect(try aged.wait() == .exited(0))
                trial.environment.removeAll { ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"].contains($0.name) }
                trial.environment += [
                    ("HOME", "\(volume.path)/home"), ("XDG_STATE_HOME", "\(volume.path)/state"),
                    ("XDG_CONFIG_HOME", "\(volume.path)/config"),
                ]
            }
        }

        @Test(arguments: LoopbackVolume.possible(of: LoopbackVolume.Kind.allCases))
        func `a full volume is freed without anything being written first`(kind: LoopbackVolume.Kind) throws {
            let full = try Full(kind)
            try full.volume.fill()
            // xfs keeps a few blocks for itself, which nobody gets.
            let before = try full.volume.status()
            try #require(before.availableBlocks * 50 < before.blocks)
            let answer = try full.trial.run(
                ["disk", "emergency", full.volume.path, "--target-free", "5", "--yes", "--json"])
            #expect(answer.exited(.actionsDone), "\(answer)")
            let removed = try #require(try answer.data()["removed"]?.array)
            #expect(removed.map { $0["path"]?.string } == [full.target])
            #expect((removed.first?["bytes"]?.integer ?? 0) >= 20 << 20)
            #expect(!FileSystem.exists(full.target))
            #expect(FileSystem.exists("\(full.volume.path)/work/shop/src/main.rs"))
            let space = try full.volume.status()
            let usable = space.blocks - space.freeBlocks + space.availableBlocks
            #expect(Double(space.availableBlocks) / Double(usable) >= 0.05)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `what was not asked for is only told`() throws {
            let full = try Full(.ext4)
            try full.volume.fill()
            let answer = try full.trial.run(["disk", "emergency", full.volume.path, "--target-free", "8", "--json"])
            #expect(answer.exited(.candidates), "\(answer)")
            #expect(try answer.data()["removed"]?.array?.first?["result"] == "would_do")
            #expect(FileSystem.exists(full.target) && !FileSystem.exists("\(full.volume.path)/state"))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `ballast goes before anything else`() throws {
            let full = try Full(.ext4)
            let made = try full.trial.run(
                "disk ballast provision --files 3 --size 8MiB --path \(full.volume.path) --json")
            #expect(made.exited(.actionsDone), "\(made)")
            try full.volume.fill()
            let answer = try full.trial.run(
                ["disk", "emergency", full.volume.path, "--target-free", "5", "--yes", "--json"])
            #expect(answer.exited(.actionsDone), "\(answer)")
            #expect(try answer.data()["ballast"]?.array?.isEmpty == false)
            #expect(try answer.data()["removed"] == .array([]))
            #expect(FileSystem.exists(full.target))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `vetoes hold however full it is`() throws {
            let full = try Full(.ext4)
            try FileSystem.replace("\(full.volume.path)/work/.tend-protect", with: [])
            try full.volume.fill()
            let answer = try full.trial.run(
                ["disk", "emergency", full.volume.path, "--target-free", "8", "--yes", "--json"])
            #expect(answer.exited(.goalNotAchievable), "\(answer)")
            #expect(try answer.data()["skipped"]?.array?.first?["reason_code"] == "protected_marker")
            #expect(FileSystem.exists(full.target))
        }
    }
}
