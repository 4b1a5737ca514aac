import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// Ballast from the command line, on a file system of the test's own.
    @Suite(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
    struct BallastTests {
        let trial: Trial
        let volume: LoopbackVolume

        init() throws {
            trial = try Trial()
            // Without extents blocks cannot be set aside, so that writing takes its time.
            volume = try LoopbackVolume(.ext4, options: ["-N", "128", "-O", "^extent,^64bit"])
        }

        private func ballast(_ words: String) throws -> Answer {
            try trial.run("disk ballast \(words) --path \(volume.path) --json")
        }

        private func outcome(_ answer: Answer) throws -> JSONValue {
            try #require(try answer.data()["outcomes"]?.array?.first, "\(answer)")
        }

        @Test func `ballast is made, shown, checked, released and made again`() throws {
            let made = try ballast("provision --files 3 --size 8MiB")
            #expect(made.exited(.actionsDone), "\(made)")
            #expect(try outcome(made)["made"] == [1, 2, 3])
            #expect(try ballast("provision --files 3 --size 8MiB").exited(.clean))

            let pool = try #require(try ballast("status").data()["pools"]?.array?.first)
            #expect(pool["files_whole"] == 3 && (pool["allocated_bytes"]?.integer ?? 0) >= 24 << 20, "\(pool)")
            let volumes = try trial.run("disk status --json").data()["volumes"]?.array ?? []
            let ours = volumes.first { $0["mount"]?.string == volume.path }
            #expect(ours?["ballast_bytes"] == pool["allocated_bytes"])
            #expect(try ballast("verify").exited(.clean))

            let released = try ballast("release 2 --yes")
            #expect(released.exited(.actionsDone), "\(released)")
            #expect(try outcome(released)["released"] == [3, 2])
            #expect(try ballast("replenish --files 3 --size 8MiB").exited(.actionsDone))
            let rest = try ballast("replenish --files 3 --size 8MiB --all")
            #expect(try outcome(rest)["made"] == [3])
        }

        @Test func `a full volume gets its room back although nothing can be written there`() throws {
            _ = try ballast("provision --files 2 --size 8MiB")
            // The record lies on the very volume.
            trial.environment.removeAll { $0.name == "XDG_STATE_HOME" }
            trial.environment.append(("XDG_STATE_HOME", "\(volume.path)/state"))
            try volume.fill()
            #expect(try volume.status().availableBlocks == 0)
            let released = try ballast("release 1 --yes")
            #expect(released.exited(.actionsDone), "\(released)")
            #expect((try outcome(released)["freed_bytes"]?.integer ?? 0) >= 8 << 20)
        }

        @Test func `nobody is asked without a terminal, and a dry run needs no answer`() throws {
            _ = try ballast("provision --files 2 --size 8MiB")
            #expect(try ballast("release 1").exited(.usage))
            let dry = try ballast("release 1 --dry-run")
            #expect(try dry.exited(.clean) && outcome(dry)["released"] == [2])
            #expect(try ballast("status").data()["pools"]?[0]?["files_whole"] == 2)
        }

        @Test func `what was killed while it wrote leaves a file that is found and made anew`() throws {
            let words = "disk ballast provision --files 1 --size 64MiB --path \(volume.path)"
            let run = try trial.begin(words.split(separator: " ").map(String.init))
            let file = "\(volume.path)/.tend-ballast/SBH_BALLAST_FILE_00001.dat"
            try waitUntil("nothing was written") {
                (try FileSystem.metadata(file, ifPresent: true)?.size ?? 0) > 4 << 20
            }
            try run.child.send(.kill)
            _ = try run.finish()
            let verified = try ballast("verify")
            #expect(try verified.exited(.candidates) && verified.data()["partial"] == 1, "\(verified)")
            let again = try ballast("provision --files 1 --size 8MiB")
            #expect(try again.exited(.actionsDone) && outcome(again)["rebuilt"] == [1], "\(again)")
            #expect(try ballast("verify").exited(.clean))
        }

        @Test(.enabled(if: Installation.isRoot && Installation.areInstalled("setpriv"), "needs root and setpriv"))
        func `an ordinary user is told where none can be made, and root may release what a user made`() throws {
            #expect(try trial.start("cp", [Installation.path, "tend"]).wait() == .exited(0))
            for file in ["", "tend"] { try FileSystem.setPermissions(trial.path(file), 0o755) }
            let words = [
                "disk", "ballast", "provision", "--files", "2", "--size", "1MiB", "--json", "--path", volume.path,
            ]
            let nobody = Seclusion.nobody + [trial.path("tend")]
            let refused = try trial.begin(words, program: nobody).finish()
            #expect(refused.exited(.notPermitted), "\(refused)")
            #expect(try outcome(refused)["refusal"]?["hint"]?.string?.contains("disk.ballast") == true)
            #expect(try trial.start("chown", ["65534:65534", volume.path]).wait() == .exited(0))
            #expect(try trial.begin(words, program: nobody).finish().exited(.actionsDone))
            #expect(try ballast("provision --files 3 --size 1MiB").exited(.blocked))
            #expect(try outcome(ballast("release 2 --yes"))["released"] == [2, 1])
        }

        @Test func `what cannot be made says why, and what was cut is told`() throws {
            let large = try ballast("provision --size 1GiB")
            #expect(large.exited(.blocked), "\(large)")
            #expect(try outcome(large)["refusal"]?["reason_code"] == "too_small")
            #expect(try ballast("release 1 --yes").exited(.blocked))
            _ = try ballast("provision --files 1 --size 8MiB")
            try FileDescriptor.open("\(volume.path)/.tend-ballast/SBH_BALLAST_FILE_00001.dat", .writeOnly)
                .truncate(to: 1 << 20)
            let verified = try ballast("verify")
            #expect(try verified.exited(.candidates) && verified.data()["partial"] == 1, "\(verified)")
        }
    }
}
