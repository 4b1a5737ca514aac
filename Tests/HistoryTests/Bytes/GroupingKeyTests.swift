import SystemCalls
import Testing

@testable import History

@Suite struct GroupingKeyTests {
    @Test func `the key is made once, private, and gives the same hashes again`() throws {
        let scratch = try Scratch()
        let key = GroupingKey.load(directory: scratch.settings.directory)
        #expect(key.temporaryBecause == nil)
        #expect(try FileSystem.metadata("\(scratch.settings.directory)/grouping.key")?.permissions == 0o600)
        let again = GroupingKey.load(directory: scratch.settings.directory)
        #expect(key.hash([1, 2]) == again.hash([1, 2]))
        #expect(key.hash([1, 2]) != key.hash([1, 3]))
        #expect(key.hash([1, 2]) != key.hostID(machineID: [1, 2]))
        #expect(key.hash([]).utf8.count == 32)
    }

    @Test func `without a place for it the key lives in memory and says why`() throws {
        let scratch = try Scratch()
        try FileSystem.replace(scratch.settings.directory, with: [])
        defer { try? FileSystem.remove(scratch.settings.directory) }
        let key = GroupingKey.load(directory: scratch.settings.directory)
        #expect(key.temporaryBecause?.contains(scratch.settings.directory) == true)
        #expect(key.hash([1]) != GroupingKey.load(directory: scratch.settings.directory).hash([1]))
    }

    @Test func `a key file of another size is left alone`() throws {
        let scratch = try Scratch()
        try FileSystem.makeDirectories(scratch.settings.directory)
        let path = "\(scratch.settings.directory)/grouping.key"
        try FileSystem.replace(path, with: [1, 2, 3])
        #expect(GroupingKey.load(directory: scratch.settings.directory).temporaryBecause != nil)
        #expect(try FileSystem.read(path) == [1, 2, 3])
    }
}
