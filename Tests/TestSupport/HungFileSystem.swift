internal import CLinux
package import SystemCalls

/// A real file system (FUSE) with one file in it, whose server stops answering when told; it ends with its value.
///
/// It is mounted in a mount namespace of its own, so that nobody else on the machine meets it: what is to see it is run with
/// `inside` before its words.
package final class HungFileSystem {
    /// Where it is mounted, in its namespace.
    package let path: String
    private let server: ChildProcess

    package static let isPossible = (try? HungFileSystem()) != nil
    package static let reason = "no file system of one's own can be served here: that needs root, python3 and /dev/fuse"

    package init() throws(SystemCallError) {
        path = "/tmp/tend-hung-\(Host.processID)-\(Host.randomBytes(4).map { String($0, radix: 16) }.joined())"
        try FileSystem.makeDirectories(path)
        let said = try DescriptorPair.pipe()
        do {
            server = try ChildProcess.start(
                SpawnRequest(
                    "python3", ["-c", Self.script, path], standardOutput: .descriptor(said.second),
                    standardError: .null))
        } catch {
            try FileSystem.removeDirectory(path)
            throw error
        }
        said.closeSecond()
        guard try said.readToEnd(limit: 7) == Array("mounted".utf8) else {
            end()
            throw SystemCallError(call: "mount", on: path, errorNumber: EPERM)
        }
    }

    deinit { end() }

    /// What runs the words after it where the file system is mounted; `file` lies in it.
    package var inside: [String] { ["nsenter", "-m", "-t", "\(server.pid)", "--"] }
    package var file: String { "\(path)/file" }

    /// From now on nothing is answered.
    package func hang() throws(SystemCallError) { try server.send(.terminate) }

    /// Ends the server: the kernel refuses then what waits for it.
    package func end() {
        server.end()
        // It stays only where somebody mounted something else there.
        try? FileSystem.removeDirectory(path)
    }

    /// Speaks the kernel's protocol (linux/fuse.h) well enough for a directory with one file.
    ///
    /// After TERM it reads requests and answers none. It ends after two minutes, whatever happens.
    private static let script = #"""
        import ctypes, errno, os, signal, struct, sys
        libc = ctypes.CDLL(None, use_errno=True)
        signal.alarm(120)
        def check(result):
            if result != 0: sys.exit(os.strerror(ctypes.get_errno()))
        NEWNS, NOSUID_NODEV, PRIVATE = 0x20000, 2 | 4, 0x4000 | 0x40000
        check(libc.unshare(NEWNS))
        check(libc.mount(None, b"/", None, PRIVATE, None))
        fuse = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={fuse},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
        check(libc.mount(b"tend-test", sys.argv[1].encode(), b"fuse", NOSUID_NODEV, options))
        answers = True
        def hang(number, frame):
            global answers
            answers = False
        signal.signal(signal.SIGTERM, hang)
        os.write(1, b"mounted")
        LOOKUP, FORGET, GETATTR, OPEN, READ, RELEASE, FLUSH, INIT, OPENDIR, RELEASEDIR, ACCESS, INTERRUPT = (
            1, 2, 3, 14, 15, 18, 25, 26, 27, 29, 34, 36)
        def attributes(node):
            mode, links = (0o40755, 2) if node == 1 else (0o100644, 1)
            return struct.pack("<6Q10I", node, 8192, 16, 0, 0, 0, 0, 0, 0, mode, links, 0, 0, 0, 4096, 0)
        while True:
            try:
                request = os.read(fuse, 1 << 20)
            except OSError as error:
                if error.errno == errno.ENODEV: sys.exit()
                continue
            _, code, unique, node = struct.unpack("<IIQQ", request[:24])
            if not answers or code in (FORGET, INTERRUPT): continue
            def answer(body=b"", error=0):
                os.write(fuse, struct.pack("<IiQ", 16 + len(body), -error, unique) + body)
            if code == INIT: answer(struct.pack("<4IHHII", 7, 31, 65536, 0, 16, 12, 65536, 1) + bytes(32))
            elif code == LOOKUP: answer(struct.pack("<4QII", 2, 0, 1000, 1000, 0, 0) + attributes(2))
            elif code == GETATTR: answer(struct.pack("<QII", 1000, 0, 0) + attributes(node))
            elif code in (OPEN, OPENDIR): answer(struct.pack("<QII", 1, 0, 0))
            elif code == READ: answer(bytes(4096))
            elif code in (RELEASE, RELEASEDIR, FLUSH, ACCESS): answer()
            else: answer(error=errno.ENOSYS)
        """#
}
