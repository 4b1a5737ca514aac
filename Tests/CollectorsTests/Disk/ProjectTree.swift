import TestSupport

/// A tree of some hundred directories as tools leave them, and changes to it as people, tools and mischief make them.
enum ProjectTree {
    /// Makes the tree: projects of several tools, what those leave, logs and links.
    static func make(in directory: String) throws {
        try StrangeTree.run(functions + "make()", in: directory)
    }

    /// Makes so many random changes.
    static func change(_ count: Int, seed: Int, in directory: String) throws {
        try StrangeTree.run(functions + "change(\(count), \(seed))", in: directory)
    }

    private static let functions = """
        import mmap, shutil
        TAG = "Signature: 8a477f597d28d172789f06886806bc55"

        def put(path, text="x"):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file: file.write(text)

        def make():
            for n in range(12):
                base = f"group{n % 3}/project{n}"
                for part in range(4): put(f"{base}/src/part{part}/main.rs", "x" * 900 * part)
                put(f"{base}/Cargo.toml")
                put(f"{base}/target/CACHEDIR.TAG", TAG)
                put(f"{base}/target/.rustc_info.json")
                for unit in range(5): put(f"{base}/target/debug/.fingerprint/unit{unit}/dep")
                for unit in range(5): put(f"{base}/target/debug/deps/lib{unit}.rlib", "x" * 5000 * unit)
                put(f"{base}/web/package.json"); put(f"{base}/web/package-lock.json")
                put(f"{base}/web/node_modules/.package-lock.json")
                for package in range(3): put(f"{base}/web/node_modules/p{package}/lib/index.js", "x" * 3000)
                put(f"{base}/.venv/pyvenv.cfg"); put(f"{base}/.venv/bin/python")
                put(f"{base}/tool/a.py"); put(f"{base}/tool/__pycache__/a.cpython-312.pyc", "x" * 300)
                put(f"{base}/build/CMakeCache.txt"); put(f"{base}/build/CMakeFiles/cmake.check_cache")
                put(f"{base}/out/Default/args.gn"); put(f"{base}/out/Default/build.ninja")
                put(f"{base}/out/Default/.ninja_log")
                put(f"{base}/.worktrees/one/.git", "gitdir: x"); os.makedirs(f"{base}/.git/refs")
                put(f"{base}/var/app.log"); put(f"{base}/core.17", "\\x7fELF" + "\\2" * 12 + "\\4\\0")
                put("/".join([base, "deep"] + [f"l{level}" for level in range(12)]) + "/end", "x" * 10000)

        def look():
            folders, files = [], []
            for folder, names, leaves in os.walk("."):
                folders += [os.path.join(folder, name) for name in names if not os.path.islink(os.path.join(folder, name))]
                files += [os.path.join(folder, leaf) for leaf in leaves]
            return folders, files

        NAMES = ["target", "node_modules", "build", "__pycache__", ".venv", "Cargo.toml", "package.json", "a.log", ".git",
                 "package-lock.json", "CACHEDIR.TAG", "core.99", "x.o", "src", "out", "main.rs", ".tend-trash-x", "deps"]
        CLUES = {"Cargo.toml", "package.json", "package-lock.json", "pyvenv.cfg", "CMakeCache.txt", "args.gn", ".git",
                 "CACHEDIR.TAG", ".rustc_info.json", ".package-lock.json", "core.17"}

        def change(count, seed):
            chance, done, tried = random.Random(seed), 0, 0
            while done < count:
                # Between two looks some of what is named may have gone.
                if tried % 5 == 0: folders, files = look()
                tried += 1
                plain = [file for file in files if os.path.isfile(file) and not os.path.islink(file)]
                folder, file = chance.choice(folders or ["."]), chance.choice(plain or ["none"])
                new = os.path.join(folder, chance.choice(NAMES + [str(chance.randrange(1000))]))
                if not os.path.isdir(folder): continue
                before = os.stat(folder)
                try: chance.choice(CHANGES)(chance, folder, file, new, folders, plain)
                except (OSError, ValueError, IndexError): continue
                done += 1
                # What was modified last can be made to look as before.
                if chance.random() < 0.3 and os.path.isdir(folder):
                    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))

        def append(chance, folder, file, new, folders, files):
            with open(max(files, key=lambda name: (name.count("/"), name))
                      if chance.random() < 0.5 else file, "a") as out: out.write("y" * chance.randrange(1, 20000))

        def mapped(chance, folder, file, new, folders, files):
            with open(file, "r+b") as out, mmap.mmap(out.fileno(), 0) as map:
                map[chance.randrange(len(map))] = chance.randrange(256)
                map.flush()

        def swap(chance, folder, file, new, folders, files):
            # A directory and a link to it change places.
            os.rename(folder, folder + ".away")
            os.symlink(os.path.basename(folder) + ".away", folder)

        def replace(chance, folder, file, new, folders, files):
            # Another directory takes the name, and perhaps the inode.
            kept = os.stat(folder)
            if chance.random() < 0.5: os.rename(folder, new + ".old")
            else: shutil.rmtree(folder)
            os.mkdir(folder)
            for _ in range(chance.randrange(4)): put(os.path.join(folder, chance.choice(NAMES)))
            os.utime(folder, ns=(kept.st_atime_ns, kept.st_mtime_ns))

        def exchange(chance, folder, file, new, folders, files):
            # Two files of one directory change names, and the directory looks as if nothing had been.
            other, home = chance.choice(files), os.path.dirname(file)
            kept = os.stat(home)
            os.rename(file, file + ".x"); os.rename(other, file); os.rename(file + ".x", other)
            os.utime(home, ns=(kept.st_atime_ns, kept.st_mtime_ns))

        def clue(chance, folder, file, new, folders, files):
            # What shows that a tool made something vanishes, or says something else.
            shown = [name for name in files if os.path.basename(name) in CLUES]
            if chance.random() < 0.6: os.remove(chance.choice(shown))
            else: put(chance.choice(shown), chance.choice(["", "other", TAG, "gitdir: x"]))

        def copied(chance, folder, file, new, folders, files):
            # A tool's whole output appears somewhere.
            tools = [name for name in folders if os.path.basename(name) in NAMES and "/." not in name]
            if len(folders) < 500: shutil.copytree(chance.choice(tools), new, symlinks=True)

        def remove(chance, folder, file, new, folders, files):
            if folder.count("/") > 2: shutil.rmtree(folder)

        CHANGES = [
            append, append, append, mapped, mapped, swap, replace, exchange, exchange, clue, clue, copied, copied, remove,
            lambda c, folder, file, new, folders, files: put(new, "x" * c.choice([0, 1, 5000, 90000])),
            lambda c, folder, file, new, folders, files: put(new, "x" * c.choice([0, 1, 5000, 90000])),
            lambda c, folder, file, new, folders, files: os.makedirs(os.path.join(new, "target")),
            lambda c, folder, file, new, folders, files: os.remove(file),
            lambda c, folder, file, new, folders, files: os.rename(file, new),
            lambda c, folder, file, new, folders, files: os.rename(c.choice(folders), new),
            lambda c, folder, file, new, folders, files: os.truncate(file, c.randrange(100000)),
            lambda c, folder, file, new, folders, files: os.chmod(file, c.choice([0o600, 0o644, 0o755])),
            lambda c, folder, file, new, folders, files: os.chmod(folder, c.choice([0o700, 0o755, 0o555])),
            lambda c, folder, file, new, folders, files: os.link(file, new),
            lambda c, folder, file, new, folders, files: os.symlink(c.choice(["..", "nowhere", file]), new),
            lambda c, folder, file, new, folders, files: put(os.path.join(folder, ".tend-protect")),
            lambda c, folder, file, new, folders, files: os.remove(
                c.choice([name for name in files if name.endswith(".tend-protect")] or ["none"])),
            lambda c, folder, file, new, folders, files: os.makedirs(os.path.join(folder, ".git/refs")),
            lambda c, folder, file, new, folders, files: os.mkfifo(new),
            lambda c, folder, file, new, folders, files: os.utime(file, (c.randrange(1 << 30), c.randrange(1 << 30))),
        ]

        """
}
