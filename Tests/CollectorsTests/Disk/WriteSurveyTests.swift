import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

@Suite struct WriteSurveyTests {
    private typealias Count = WriteSurvey.Count

    private func count(_ net: Int64, start: UInt64 = 1, parent: Int32 = 1) -> Count {
        Count(parent: parent, startTicks: start, net: .measured(net))
    }

    @Test func `what was written is the difference of two looks`() {
        #expect(WriteSurvey.written(count(100), count(150), less: 0) == .measured(ByteCount(50)))
        // Begun since the first look, or another process of the same PID.
        #expect(WriteSurvey.written(nil, count(150), less: 0) == .measured(ByteCount(150)))
        #expect(WriteSurvey.written(count(100), count(150, start: 2), less: 0) == .measured(ByteCount(150)))
    }

    @Test func `who takes back more than it writes wrote nothing`() {
        #expect(WriteSurvey.written(count(100), count(-20), less: 0) == .measured(.zero))
    }

    @Test func `a look that was refused makes it unknown`() {
        let refused = Count(parent: 1, startTicks: 1, net: .unavailable(.notPermitted))
        #expect(WriteSurvey.written(refused, count(9), less: 0) == .unavailable(.notPermitted))
        #expect(WriteSurvey.written(count(9), refused, less: 0) == .unavailable(.notPermitted))
    }

    @Test func `what an ended child had written before is not its parent's doing now`() {
        let first: [Int32: Count] = [
            2: count(10, parent: 1), 3: count(1000, start: 5, parent: 2), 4: count(500, start: 6, parent: 3),
        ]
        let last: [Int32: Count] = [2: count(1530, parent: 1)]
        // The grandchild's went to the child, and with it to the one that is left.
        let inherited = WriteSurvey.inherited(first, last)
        #expect(inherited == [2: 1500])
        #expect(WriteSurvey.written(first[2], count(1530), less: 1500) == .measured(ByteCount(20)))
    }

    @Test func `a child of one's own that writes is seen, with its project and its open file`() throws {
        let tree = try TemporaryTree()
        try tree.makeDirectory("project/.git")
        let place = try tree.makeDirectory("project/deep/down")
        let go = "\(tree.path)/go"
        let script = """
            while [ ! -e '\(go)' ]; do sleep 0.01; done
            exec 3>file; dd if=/dev/zero bs=1048576 count=8 status=none >&3; sync; : >done; exec sleep 60
            """
        let child = try ChildProcess.start(SpawnRequest("sh", ["-c", script], workingDirectory: place))
        defer { child.end() }
        let survey = WriteSurvey(homes: [])
        let first = try survey.counts()
        try tree.write(to: "go")
        let deadline = Deadline.after(.seconds(20))
        while !FileSystem.exists("\(place)/done"), !deadline.hasPassed { Clocks.sleep(seconds: 0.01) }
        let seen = try #require(try survey.observe(since: first).first { $0.pid == child.pid })
        #expect(seen.parent == Host.processID)
        // Memory file systems take no writing to storage: there is nothing to count then.
        let written = try #require(seen.written.value)
        guard written >= ByteCount(8 << 20) else { return }
        #expect(written < ByteCount(9 << 20))
        #expect(seen.project == ForeignText("\(tree.path)/project"))
        #expect(seen.files.map(\.path) == [ForeignText("\(place)/file")])
        #expect(seen.files.first?.bytes == ByteCount(8 << 20))
    }
}

@Suite struct ProjectFinderTests {
    private let tree: TemporaryTree
    private let finder: ProjectFinder

    init() throws {
        tree = try TemporaryTree()
        finder = ProjectFinder(homes: [ForeignText("\(tree.path)/home")])
        for name in ["home/.git", "home/work/.git", "home/work/web/src", "home/notes"] { try tree.makeDirectory(name) }
        try tree.write(to: "home/work/web/package.json")
    }

    private func project(_ place: String, files: [String] = []) -> String? {
        finder.project(
            workingDirectory: ForeignText(place.hasPrefix("/") ? place : "\(tree.path)/\(place)"),
            files: files.map { ForeignText("\(tree.path)/\($0)") }
        ).map { String(decoding: $0.bytes.dropFirst(tree.path.utf8.count + 1), as: UTF8.self) }
    }

    @Test func `the nearest directory with a manifest or a repository is the project`() {
        #expect(project("home/work/web/src") == "home/work/web")
        #expect(project("home/work") == "home/work")
    }

    @Test func `a home is no project, though somebody keeps a repository in it`() {
        #expect(project("home/notes") == nil)
        #expect(project("home") == nil)
    }

    @Test func `who works in / owns nothing but through the files that it writes`() {
        #expect(project("/") == nil)
        #expect(project("/", files: ["home/notes/a", "home/work/web/src/b"]) == "home/work/web")
        #expect(project("home", files: ["home/work/b"]) == "home/work")
    }

    @Test func `files say nothing where the working directory says something`() {
        #expect(project("home/notes", files: ["home/work/b"]) == nil)
    }
}
