import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// `disk status` and `disk check` on real volumes.
    @Suite struct VolumeTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        private func volumes() throws -> [JSONValue] {
            try #require(try trial.run("disk status --json").data()["volumes"]?.array)
        }

        @Test func `every volume is there once, with what users may still take`() throws {
            let volumes = try volumes()
            let root = try #require(volumes.first { $0["mount"] == "/" })
            #expect(Set(volumes.compactMap { $0["mount"]?.string }).count == volumes.count)
            let status = try FileSystem.volumeStatus("/")
            #expect(root["total_bytes"]?.unsigned == status.bytes(status.blocks).bytes)
            #expect(["green", "yellow", "orange", "red", "critical"].contains(root["level"]?.string))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `reserved blocks do not count as free`() throws {
            let volume = try LoopbackVolume(.ext4, options: ["-m", "40"])
            try volume.write(20 << 20, to: "file")
            let row = try #require(try volumes().first { $0["mount"]?.string == volume.path })
            let status = try volume.status()
            let used = status.blocks - status.freeBlocks
            let expected = Double(status.availableBlocks) / Double(used + status.availableBlocks) * 100
            let free = try #require(row["free_percent"]?.double)
            #expect(abs(free - expected) < 0.5)
            #expect(free < Double(status.freeBlocks) / Double(status.blocks) * 100 - 5)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `memory and read-only volumes are marked, and one that takes no writing is under no pressure`() throws {
            let memory = try LoopbackVolume(.tmpfs)
            try memory.fill()
            try memory.makeReadOnly()
            let row = try #require(try volumes().first { $0["mount"]?.string == memory.path })
            #expect(row["memory"] == true && row["read_only"] == true && row["level"] == "green")
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.btrfs), Comment(rawValue: LoopbackVolume.reason)))
        func `subvolumes and bind mounts of a volume are folded into one`() throws {
            let volume = try LoopbackVolume(.btrfs)
            let (sub, bind) = (try trial.makeDirectory("sub"), try trial.makeDirectory("bind"))
            try trial.shell(
                """
                PATH="$PATH:/usr/sbin:/sbin"
                btrfs -q subvolume create \(volume.path)/agents
                mount -o subvol=agents "$(findmnt -nvo SOURCE \(volume.path))" \(sub)
                mount --bind \(volume.path) \(bind)
                """)
            defer {
                for place in [sub, bind] { try? trial.shell("umount \(place)") }
            }
            let rows = try volumes().filter { row in
                let places = [row["mount"]] + (row["also_at"]?.array ?? [])
                return places.contains { [volume.path, sub, bind].contains($0?.string ?? "") }
            }
            #expect(rows.count == 1, "\(rows)")
            #expect(rows.first?["also_at"]?.array?.count == 2)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `a second look tells at what rate a volume fills`() throws {
            let memory = try LoopbackVolume(.tmpfs)
            for step in 0..<5 {
                try memory.write(4 << 20, to: "file\(step)")
                _ = try volumes()
                Clocks.sleep(seconds: 0.05)
            }
            let row = try #require(try volumes().first { $0["mount"]?.string == memory.path })
            #expect((row["rate_bytes_per_s"]?.double ?? 0) > 0, "\(row)")
        }

        @Test func `a build can ask first`() throws {
            #expect(try trial.run("disk check --path / --target-free 0 --need 1KiB --json").exited(.clean))
            let no = try trial.run("disk check --path / --target-free 0 --need 1EiB --json")
            #expect(no.exited(.candidates))
            #expect(try no.data()["enough"] == false)
            #expect((try no.data()["missing_bytes"]?.unsigned ?? 0) > 1 << 59)
            #expect(try no.data()["reasons"]?.array?.isEmpty == false)
        }

        @Test(arguments: [
            ("disk check --path /nowhere/at/all", ExitCode.badData, "cannot be looked at"),
            ("disk check --need much", .usage, "a size such as 20GiB"),
            ("disk check --target-free 101", .usage, "a number"),
            ("disk scan /nowhere/at/all", .badData, "cannot be scanned"),
            ("disk scan /etc/passwd", .badData, "is no directory"),
            ("disk clean /nowhere --yes --free 1MB", .badData, "cannot be looked at"),
            ("disk clean / --free 1MB", .usage, "nobody is there to ask"),
            ("disk explain", .usage, "wants the id of a decision"),
            ("disk undo 01J9ZK3V", .badData, ""),
            ("disk protect", .usage, "which directory?"),
        ])
        func `bad input is told plainly`(line: String, code: ExitCode, says: String) throws {
            let answer = try trial.run(line)
            #expect(answer.exited(code), "\(answer)")
            #expect(answer.errorText.contains(says), "\(answer)")
        }
    }
}
