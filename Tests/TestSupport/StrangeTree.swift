internal import SystemCalls

/// Makes with Python what paths of Swift's cannot name: any bytes, any depth, any length.
package enum StrangeTree {
    /// One that every user may run; nil where none is installed.
    package static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileSystem.exists($0) }

    package struct Failure: Error { package var said: String }

    /// Runs a script of Python's in a directory, with the functions of `prelude` at hand.
    ///
    /// - Returns: what it printed.
    /// - Throws: `Failure` with what it complained of.
    @discardableResult
    package static func run(_ script: String, in directory: String) throws -> String {
        let command = BoundedCommand(
            python ?? "python3", ["-c", prelude + script],
            environment: [("LC_ALL", "C.UTF-8"), ("WORK", directory), ("PATH", "/usr/bin:/bin")], timeout: .seconds(180)
        )
        let answer = try command.run()
        guard answer.status == .exited(0) else { throw Failure(said: String(decoding: answer.errors, as: UTF8.self)) }
        return String(decoding: answer.output, as: UTF8.self)
    }

    /// What du counts of a directory, in bytes: allocated blocks, hard links once.
    package static func allocated(_ path: String) throws -> UInt64 {
        let said = try run(
            "print(subprocess.check_output(['du', '-s', '--block-size=1', '.']).split()[0].decode())", in: path)
        return UInt64(said.split(separator: "\n").first ?? "") ?? 0
    }

    private static let prelude = """
        import os, random, socket, subprocess, sys, time
        os.chdir(os.environ["WORK"])

        def write(name, size=10, below=None):
            number = os.open(name, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=below)
            os.write(number, b"x" * size)
            os.close(number)

        def chain(depth, name, below="."):
            # Opens a directory that lies so deep; whoever calls it closes it.
            number = os.open(below, os.O_RDONLY)
            for _ in range(depth):
                os.mkdir(name, dir_fd=number)
                following = os.open(name, os.O_RDONLY, dir_fd=number)
                os.close(number)
                number = following
            return number

        def hostile(below="."):
            # Names that break lines, terminals, text and options, and the longest that there may be.
            for name in [b"a\\nb", b"\\xff\\xfe", b"-rf", b" ", b"tab\\t", b"\\x1b[31mred", b'"quoted"', b"*", b"\\\\", b"n" * 255,
                         "\\u00e4\\u202e.txt".encode()]:
                folder = os.path.join(os.fsencode(below), name)
                os.mkdir(folder)
                write(folder + b"/x" + name[:200], 5000)

        def age(path=".", days=40):
            # By way of single names, for the paths may be longer than the kernel takes.
            then, home = time.time() - days * 86400, os.open(".", os.O_RDONLY)
            def enter(name):
                os.chdir(name)
                folders = []
                for entry in os.scandir(b"."):
                    if entry.is_dir(follow_symlinks=False): folders.append(entry.name)
                    else: os.utime(entry.name, (then, then), follow_symlinks=False)
                return folders
            waiting = [enter(path)]
            while waiting:
                if waiting[-1]:
                    waiting.append(enter(waiting[-1].pop()))
                else:
                    os.utime(b".", (then, then))
                    waiting.pop()
                    if waiting: os.chdir("..")
            os.chdir(home)

        def tree(seed):
            # Any tree of files, sparse and not, links of both kinds, pipes and directories.
            chance = random.Random(seed)
            folders, files = ["."], []
            for number in range(chance.randrange(50, 400)):
                folder = chance.choice(folders[-chance.choice([1, 5, 1000]):])
                name = folder + "/" + str(number)
                kind = chance.random()
                if kind < 0.3:
                    os.mkdir(name)
                    folders.append(name)
                elif kind < 0.4 and files:
                    os.link(chance.choice(files), name)
                elif kind < 0.5:
                    os.symlink(chance.choice([".", "..", "nowhere", "x" * chance.randrange(1, 3000)]), name)
                elif kind < 0.55:
                    os.mkfifo(name)
                elif kind < 0.65:
                    with open(name, "wb") as file:
                        file.truncate(chance.randrange(1 << 24))
                        file.seek(chance.randrange(1 << 24))
                        file.write(b"x")
                    files.append(name)
                else:
                    write(name, chance.choice([0, 1, 100, 4096, 4097, 70000]))
                    files.append(name)

        """
}
