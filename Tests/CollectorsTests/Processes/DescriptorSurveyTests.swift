import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

@Suite struct DescriptorSurveyTests {
    private let own = ProcessObservation(
        identity: ProcessIdentity(pid: Host.processID, startTicks: 1, bootID: "b", userID: 0), parent: 1,
        processGroup: 1, session: 1, name: ForeignText("x"))

    private func survey(
        _ process: ProcessObservation, ownFiles: Set<Int32> = [], limit: Int = 4096
    ) throws -> DescriptorSurvey {
        var settings = ProcessCollectorSettings()
        settings.descriptorLimit = limit
        let survey = DescriptorSurvey(files: try ProcFileSystem(), settings: settings)
        try survey.survey([process], ownFiles: ownFiles, deadline: .none)
        return survey
    }

    @Test func `files that are open for the scan alone are not counted`() throws {
        let pair = try DescriptorPair.socketPair()
        let files = try ProcFileSystem()
        let kind = DescriptorKind(link: try files.readLink(pid: Host.processID, "fd", pair.first))
        guard case .socket(let inode) = withExtendedLifetime(files, { kind }) else {
            Issue.record("a socket pair is no socket")
            return
        }
        #expect(try survey(own).socketOwners[inode] == [Host.processID])
        #expect(try survey(own, ownFiles: [pair.first]).socketOwners[inode] == nil)
        pair.closeFirst()
    }

    @Test func `more files than the limit are too many to say anything`() throws {
        let found = try survey(own, limit: 1)
        #expect(found.open[own.identity]?.reason == .tooLarge)
        #expect(!found.pipes.isComplete)
    }

    @Test func `a process that is gone leaves the table whole`() throws {
        var gone = own
        gone.identity.pid = .max
        let found = try survey(gone)
        #expect(found.open[gone.identity]?.reason == .gone)
        #expect(found.pipes.isComplete)
    }

    @Test(arguments: [
        ("pipe:[123]", DescriptorKind.pipe(123)), ("socket:[9]", .socket(9)), ("/dev/null", .path),
        ("anon_inode:[eventpoll]", .other), ("pipe:[x]", .other), ("", .other), ("/a/pipe:[1]", .path),
    ])
    func `a link tells what a descriptor is`(text: String, kind: DescriptorKind) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { DescriptorKind(link: $0) } == kind)
    }
}
