import Primitives
import Testing

@testable import Collectors

@Suite struct MountTableTests {
    private let table = MountTable(
        parsing: Array(
            """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
            40 27 0:50 / /home rw shared:7 - nfs4 server:/home rw,vers=4.2
            41 40 0:51 / /home/ada/scratch rw - tmpfs tmpfs rw
            42 27 0:60 / /data rw - btrfs /dev/vdb rw
            43 27 0:61 / /mnt/with\\040blank rw - xfs /dev/vdc rw
            44 27 0:62 /sub /mnt/other rw - fuse.sshfs host: rw

            """.utf8))

    @Test func `each mount has its point, its type and what is mounted`() throws {
        #expect(table.mounts.map(\.type) == ["proc", "ext4", "nfs4", "tmpfs", "btrfs", "xfs", "fuse.sshfs"])
        #expect(table.mounts[5].point == ForeignText("/mnt/with blank"))
        #expect(table.mounts[6].root == ForeignText("/sub"))
        #expect(table.mounts[1].options == "rw,discard")
    }

    @Test(arguments: [
        ("/srv/app", true), ("/home/ada", false), ("/data/sub/volume", true), ("/mnt/with blank/x", true),
        ("/mnt/other/x", false), ("/homestead", true),
        // Reached only through the server's directories.
        ("/home/ada/scratch/x", false),
    ])
    func `a path is local where no mount on its way is another machine's`(path: String, isLocal: Bool) {
        #expect(table.isLocal(ForeignText(path)) == isLocal)
    }

    @Test func `a directory's file system is found by its device, and without one by its path`() {
        let scratch = table.mounts[3].device
        #expect(table.type(device: scratch, path: ForeignText("/elsewhere")) == "tmpfs")
        #expect(table.type(device: 12_345, path: ForeignText("/data/sub")) == "btrfs")
        #expect(!MountTable.isLocal("fuse.sshfs") && !MountTable.isLocal("9p") && !MountTable.isLocal("unheard-of"))
    }

    @Test func `lines of another kind are left out`() {
        #expect(MountTable(parsing: Array("nothing\n1 2 x:y / /p rw - ext4 a rw\n".utf8)).mounts.isEmpty)
    }
}
