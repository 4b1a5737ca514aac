import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

@Suite struct BusySurveyTests {
    @Test func `whoever works deeper than a path can tell is known by the directory itself`() throws {
        let tree = try TemporaryTree()
        let script = """
            import os, sys, time
            os.chdir(sys.argv[1])
            for _ in range(100):
                os.mkdir('n' * 60); os.chdir('n' * 60)
            print(os.stat('.').st_ino, flush=True)
            time.sleep(600)
            """
        let answer = "\(tree.path)/answer"
        let child = try ChildProcess.start(
            SpawnRequest(
                "python3", ["-c", script, tree.path],
                standardOutput: .file(answer, [.writeOnly, .create, .truncate])))
        defer { child.end() }
        var inode: UInt64?
        let deadline = Deadline.after(.seconds(20))
        while inode == nil, !deadline.hasPassed {
            Clocks.sleep(seconds: 0.01)
            let text = String(decoding: try FileSystem.read(answer), as: UTF8.self)
            inode = text.hasSuffix("\n") ? UInt64(text.dropLast()) : nil
        }
        let busy = try BusySurvey(userID: Host.effectiveUserID).look()
        #expect(!busy.unreadable.contains { $0.pid == child.pid })
        let found = busy.holders.first { $0.key.inode == inode && $0.value.pid == child.pid }
        #expect(found?.value.use == .workingDirectory)
    }

    @Test func `every file that a process has mapped is known, however long the list of its mappings is`() throws {
        let tree = try TemporaryTree()
        let script = """
            import mmap, os, sys, time
            kept = []
            for number in range(300):
                with open(f'{sys.argv[1]}/file{number}', 'w+b') as file:
                    file.truncate(4096)
                    kept.append(mmap.mmap(file.fileno(), 4096))
            # A mapping of Python's keeps its file open, which would tell of it too.
            os.closerange(3, 4096)
            print('ready', flush=True)
            time.sleep(600)
            """
        let answer = "\(tree.path)/answer"
        let child = try ChildProcess.start(
            SpawnRequest(
                "python3", ["-c", script, tree.path],
                standardOutput: .file(answer, [.writeOnly, .create, .truncate])))
        defer { child.end() }
        let deadline = Deadline.after(.seconds(20))
        while try FileSystem.read(answer).isEmpty, !deadline.hasPassed { Clocks.sleep(seconds: 0.01) }
        let busy = try BusySurvey(userID: Host.effectiveUserID).look()
        for number in 0..<300 {
            let path = ForeignText("\(tree.path)/file\(number)")
            let holder = busy.holder(below: path)
            #expect(holder?.pid == child.pid && holder?.use == .mapped, "file \(number)")
        }
    }
}
