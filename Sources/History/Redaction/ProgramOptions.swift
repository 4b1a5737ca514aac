/// Options whose meaning only their program knows: `-p` is a password for mysql and a port for ssh.
struct ProgramOptions: Equatable {
    /// Letters of options whose value is secret, as `-pVALUE`.
    var attached: Set<UInt8>
    /// The same as `-p VALUE`.
    var separate: Set<UInt8>
    /// Long options, with dashes, whose value is secret though the name does not say so.
    var long: Set<String>

    private init(attached: String = "", separate: String = "", long: Set<String> = []) {
        self.attached = Set(attached.utf8)
        self.separate = Set(separate.utf8)
        self.long = long
    }

    /// What a program's options are; nil for programs that have none of these.
    static func of(program: ArraySlice<UInt8>) -> ProgramOptions? {
        guard mayBeNamed(program) else { return nil }
        return table[String(decoding: program, as: UTF8.self)]
    }

    /// Whether a word has the first letter and length of a name in the tables: few do, and that is quickly seen.
    static func mayBeNamed(_ word: ArraySlice<UInt8>) -> Bool {
        guard let first = word.first, first < 128, word.count < 32 else { return false }
        return lengths[Int(first)] & (1 << UInt32(word.count)) != 0
    }

    private static let lengths: [UInt32] = {
        var lengths = [UInt32](repeating: 0, count: 128)
        for name in [loginVerb] + loginTools + table.keys {
            guard let first = name.utf8.first, first < 128 else { continue }
            lengths[Int(first)] |= 1 << UInt32(name.utf8.count)
        }
        return lengths
    }()

    /// What `login` makes of `-p` for the tools that have such a verb; for their other verbs it is a port.
    static let loginVerb = "login"
    static let login = ProgramOptions(attached: "p", separate: "p")
    static let loginTools: Set<String> = ["docker", "podman", "nerdctl", "helm", "crane", "oras", "skopeo", "az"]

    private static let table: [String: ProgramOptions] = {
        let families: [([String], ProgramOptions)] = [
            (
                [
                    "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mysqlshow", "mariadb",
                    "mariadb-dump", "mariadb-admin",
                ], ProgramOptions(attached: "p")
            ),
            (
                ["sshpass", "mongo", "mongosh", "mongodump", "mongorestore"],
                ProgramOptions(attached: "p", separate: "p")
            ),
            (["redis-cli"], ProgramOptions(attached: "a", separate: "a")),
            (["curl"], ProgramOptions(attached: "uU", separate: "uU", long: ["--user", "--proxy-user"])),
            (["http", "https", "xh"], ProgramOptions(attached: "a", separate: "a", long: ["--auth"])),
            (
                ["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd"],
                ProgramOptions(attached: "w", separate: "w")
            ),
            (["smbclient", "rpcclient"], ProgramOptions(attached: "U", separate: "U", long: ["--user"])),
            (["7z", "7za", "7zr", "7zz"], ProgramOptions(attached: "p")),
            (["zip", "unzip", "sqlcmd", "bcp", "ipmitool"], ProgramOptions(attached: "P", separate: "P")),
            (["snmpget", "snmpwalk", "snmpset"], ProgramOptions(attached: "cAX", separate: "cAX")),
            (["openssl"], ProgramOptions(separate: "kK", long: ["-passin", "-passout"])),
        ]
        var table: [String: ProgramOptions] = [:]
        for (names, options) in families {
            for name in names { table[name] = options }
        }
        return table
    }()
}
