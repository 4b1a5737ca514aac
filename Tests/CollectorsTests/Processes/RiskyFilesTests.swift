import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct RiskyFilesTests {
    private func found(_ paths: [String], isOpenForWriting: (Int32) -> Bool = { _ in true }) -> [FileAtRisk] {
        var risks = RiskyFiles()
        for (number, path) in paths.enumerated() {
            Array(path.utf8).withUnsafeBufferPointer { risks.consider($0, descriptor: Int32(number)) }
        }
        return risks.files(isOpenForWriting: isOpenForWriting)
    }

    @Test(arguments: [
        ("/r/.git/index.lock", FileAtRisk.Kind.git),
        ("/r/.git/objects/pack/tmp_pack_Ab12", .git),
        ("/var/lib/dpkg/lock-frontend", .packageManager),
        ("/var/cache/apt/archives/lock", .packageManager),
        ("/home/u/.npm/_cacache/tmp/1a2b", .packageManager),
        ("/home/u/.cargo/.package-cache", .packageManager),
        ("/dev/fuse", .mount),
        ("/home/u/.notes.md.swp", .editorSwap),
        ("/home/u/.#notes.md", .editorSwap),
        ("/home/u/.~lock.sheet.ods#", .editorSwap),
        ("/home/u/any-journal", .sqlite),
        ("/home/u/cookies.sqlite-wal", .sqlite),
    ])
    func `a name tells what would be damaged`(path: String, kind: FileAtRisk.Kind) {
        #expect(found([path]) == [FileAtRisk(kind: kind, path: ForeignText(path))])
        #expect(found([path], isOpenForWriting: { _ in false }).isEmpty)
    }

    @Test(arguments: [
        "/home/u/app.log", "/r/.git/config", "/r/Cargo.lock", "/home/u/x.db", "/dev/shm/a-shm", "/", "", "/home/u/.sw",
    ])
    func `other files are no risk`(path: String) {
        #expect(found([path]).isEmpty)
    }

    @Test func `a database counts while SQLite holds a companion of it`() {
        let paths = ["/d/a.db", "/d/a.db-wal", "/d/a.db-shm", "/d/b.db"]
        #expect(found(paths).map(\.path) == [ForeignText("/d/a.db"), ForeignText("/d/a.db-wal")])
    }

    @Test func `a file open twice is named once`() {
        #expect(found(["/r/.git/index.lock", "/r/.git/index.lock"]).count == 1)
    }
}
