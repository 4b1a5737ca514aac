import SystemCalls
import Testing

/// A `/proc` of text files in a temporary directory, removed with its value.
final class ProcTree {
    let root: String

    init() throws {
        let name = Host.randomBytes(8).map { String($0, radix: 16) }.joined()
        root = "/tmp/tend-proc-\(Host.processID)-\(name)"
        try write("sys/kernel/random/boot_id", "2f6d3c1e-0000-4000-8000-000000000001\n")
        try write("meminfo", "MemTotal:        2000 kB\nMemFree:          100 kB\nMemAvailable:    1500 kB\n")
    }

    deinit {
        try? ProcTree.shell("rm -rf '\(root)'")
    }

    func write(_ path: String, _ text: String) throws {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileSystem.makeDirectories("\(root)/\(folder)")
        try FileSystem.replace("\(root)/\(path)", with: Array(text.utf8))
    }

    func link(_ path: String, to target: String) throws {
        try Self.shell("ln -s '\(target)' '\(root)/\(path)'")
    }

    /// Puts a file that hangs whoever opens it (a pipe without a writer).
    func hang(_ path: String) throws {
        try Self.shell("rm -f '\(root)/\(path)' && mkfifo '\(root)/\(path)'")
    }

    func remove(_ path: String) throws {
        try Self.shell("rm -rf '\(root)/\(path)'")
    }

    /// Adds a process with the files that the quick scan reads.
    func add(_ pid: Int, name: String = "sleep", parent: Int = 1, start: Int = 500, user: Int = 10) throws {
        try write("\(pid)/stat", ProcTree.stat(pid, name: name, parent: parent, start: start, user: user))
        try write("\(pid)/cmdline", "\(name)\0--flag\0")
        try write("\(pid)/cgroup", "0::/user.slice\n")
        try write("\(pid)/io", "rchar: 900\nwchar: 800\nread_bytes: 4096\nwrite_bytes: 8192\n")
    }

    static func stat(
        _ pid: Int, name: String = "sleep", parent: Int = 1, start: Int = 500, user: Int = 10
    ) -> String {
        "\(pid) (\(name)) S \(parent) \(pid) 7 34817 -1 4194304 95 0 3 0 \(user) 4 0 0 20 5 2 0 \(start) 5586944 448 "
            + "18446744073709551615 1 1 0 0 0 0 0 4096 1 1 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
    }

    static func shell(_ command: String) throws {
        let status = try ChildProcess.start(SpawnRequest("/bin/sh", ["-c", command])).wait()
        #expect(status == .exited(0))
    }
}
