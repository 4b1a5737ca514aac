import PackFiles
import Primitives
import ProcessTriage
import Testing

struct ProtectedPackTests {
    private func protection(_ program: String, executable: String = "", name: String = "") throws -> ProtectedProgram? {
        let words = ProgramWords(
            arguments: Array(program.utf8) + [0], name: Array(name.utf8), executable: Array(executable.utf8))
        return try embeddedPacks.get().protected.protection(of: words)
    }

    @Test(arguments: [
        ("/usr/lib/systemd/systemd-logind", "protected_init"),
        ("(sd-pam)", "protected_init"),
        ("/usr/bin/dbus-daemon", "protected_bus"),
        ("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", "protected_remote_login"),
        ("/sbin/agetty", "protected_login"),
        ("/usr/lib/xorg/Xorg", "protected_desktop"),
        ("tmux", "protected_terminals"),
        ("SCREEN", "protected_terminals"),
        ("/usr/bin/containerd-shim-runc-v2", "protected_container_runtime"),
        ("/usr/bin/kubelet", "protected_cluster"),
        ("/usr/sbin/NetworkManager", "protected_network"),
        ("tend", "protected_tend"),
    ])
    func `what the machine and its people need is protected`(program: String, code: String) throws {
        #expect(try protection(program)?.reasonCode == code)
    }

    @Test(arguments: ["claude", "postgres", "node", "bash", "python3 -m http.server", "docker", "yes", ""])
    func `ordinary programs are judged`(program: String) throws {
        #expect(try protection(program) == nil)
    }

    @Test
    func `another name over the arguments takes no protection away`() throws {
        #expect(try protection("x", executable: "/usr/sbin/sshd (deleted)")?.reasonCode == "protected_remote_login")
        #expect(try protection("x", name: "tmux: server")?.reasonCode == "protected_terminals")
    }

    @Test
    func `a file adds to the list and takes nothing away`() throws {
        let text = """
            version = 1
            [[protected]]
            program = "postgres tmux"
            reason_code = "protected_here"
            sentence = "It is ours."
            """
        let pack = try ProcessPacks.load(
            adding: [PackFile(name: "protected.toml", path: "/x/protected.toml", bytes: Array(text.utf8))]
        ).protected
        func code(_ program: String) -> String? {
            pack.protection(of: ProgramWords(arguments: Array(program.utf8), name: [], executable: []))?.reasonCode
        }
        #expect(code("postgres") == "protected_here")
        #expect(code("tmux") == "protected_terminals")
    }
}
