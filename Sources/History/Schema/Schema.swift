/// Every schema the store ever had, as numbered steps; steps are only ever added, never edited.
enum Schema {
    static let migrations = [
        Migration(number: 1, name: "base", sql: base),
        Migration(number: 2, name: "look-ups", sql: lookUps),
        Migration(number: 3, name: "last events", sql: lastEvents),
        Migration(number: 4, name: "scans", sql: scans),
        Migration(number: 5, name: "declarations", sql: declarations),
        Migration(number: 6, name: "labels", sql: labels),
        Migration(number: 7, name: "error budgets", sql: errorBudgets),
        Migration(number: 8, name: "judgements", sql: judgements),
        Migration(number: 9, name: "baselines", sql: baselines),
        Migration(number: 10, name: "volumes", sql: volumes),
        Migration(number: 11, name: "disk events", sql: diskEvents),
    ]

    private static let base = """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY, domain TEXT NOT NULL, command TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'applying', 'done', 'interrupted', 'shadow')),
            started_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, host_id TEXT NOT NULL, boot_id TEXT NOT NULL,
            version TEXT NOT NULL, mode TEXT NOT NULL, packs TEXT NOT NULL, redaction TEXT NOT NULL, summary TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attachments (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('plan', 'samples')),
            compressed BLOB NOT NULL, PRIMARY KEY (session, kind)
        ) STRICT;
        CREATE TABLE decisions (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
            domain TEXT NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL, recommendation TEXT NOT NULL,
            posterior TEXT NOT NULL, body TEXT NOT NULL, made_ms INTEGER NOT NULL, PRIMARY KEY (session, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE intents (
            id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, ordinal INTEGER NOT NULL,
            action TEXT NOT NULL, target TEXT NOT NULL, approver TEXT NOT NULL, at_ms INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'finished')),
            FOREIGN KEY (session, ordinal) REFERENCES decisions (session, ordinal) ON DELETE CASCADE
        ) STRICT;
        CREATE TABLE outcomes (
            intent INTEGER PRIMARY KEY REFERENCES intents (id) ON DELETE CASCADE, result TEXT NOT NULL,
            reason_code TEXT, details TEXT NOT NULL, at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, session TEXT, body TEXT NOT NULL,
            previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE audit_heads (
            seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, public_key BLOB NOT NULL, signature BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_heads_are_not_changed BEFORE UPDATE ON audit_heads
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_heads_are_not_removed BEFORE DELETE ON audit_heads
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        """

    private static let lookUps = """
        CREATE INDEX sessions_by_update ON sessions (updated_ms);
        CREATE INDEX decisions_by_subject ON decisions (subject_key, made_ms);
        CREATE INDEX intents_by_decision ON intents (session, ordinal);
        CREATE INDEX intents_by_time ON intents (at_ms);
        """

    private static let scans = """
        CREATE TABLE scans (
            id INTEGER PRIMARY KEY AUTOINCREMENT, boot_id TEXT NOT NULL, uptime_ms INTEGER NOT NULL,
            at_ms INTEGER NOT NULL, points BLOB NOT NULL
        ) STRICT;
        CREATE INDEX scans_by_boot ON scans (boot_id, uptime_ms);
        """

    private static let baselines = """
        CREATE TABLE baseline_hours (
            host_id TEXT NOT NULL, hour INTEGER NOT NULL, readings INTEGER NOT NULL, processes REAL NOT NULL,
            cores REAL, memory REAL NOT NULL, categories TEXT NOT NULL, PRIMARY KEY (host_id, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE baseline_programs (
            host_id TEXT NOT NULL, key TEXT NOT NULL, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
            PRIMARY KEY (host_id, key)
        ) STRICT, WITHOUT ROWID;
        """

    private static let volumes = """
        CREATE TABLE volume_samples (
            volume TEXT NOT NULL, at_ms INTEGER NOT NULL, total INTEGER NOT NULL, used INTEGER NOT NULL,
            available INTEGER NOT NULL, inodes INTEGER NOT NULL, inodes_available INTEGER NOT NULL,
            PRIMARY KEY (volume, at_ms)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX volume_samples_by_time ON volume_samples (at_ms);
        """

    private static let diskEvents = """
        CREATE TABLE disk_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
            result TEXT NOT NULL, reason TEXT, pattern TEXT, bytes INTEGER, free_percent REAL, count INTEGER,
            decision_id TEXT, sentence TEXT NOT NULL
        ) STRICT;
        CREATE INDEX disk_events_by_time ON disk_events (at_ms);
        CREATE INDEX disk_events_by_subject ON disk_events (kind, subject, at_ms);
        """

    private static let declarations = """
        CREATE TABLE declarations (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pid INTEGER, start_ticks INTEGER, boot_id TEXT,
            words_hash TEXT, word_count INTEGER, directory_hash TEXT, subject TEXT NOT NULL, reason TEXT,
            declared_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, CHECK ((pid IS NULL) <> (words_hash IS NULL))
        ) STRICT;
        """

    private static let labels = """
        CREATE TABLE labels (
            id INTEGER PRIMARY KEY AUTOINCREMENT, domain TEXT NOT NULL, program TEXT NOT NULL, day INTEGER NOT NULL,
            actual TEXT NOT NULL, source TEXT NOT NULL, rank INTEGER NOT NULL, body TEXT NOT NULL,
            at_ms INTEGER NOT NULL, UNIQUE (domain, program, day)
        ) STRICT;
        CREATE TABLE trials (
            id INTEGER PRIMARY KEY AUTOINCREMENT, domain TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('shadow', 'stopped')), boot_id TEXT NOT NULL, pid INTEGER NOT NULL,
            start_ticks INTEGER NOT NULL, uid INTEGER NOT NULL, arguments_hash TEXT NOT NULL, program TEXT NOT NULL,
            day INTEGER NOT NULL, body TEXT NOT NULL, at_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, outcome TEXT,
            outcome_ms INTEGER, UNIQUE (domain, kind, boot_id, pid, start_ticks)
        ) STRICT;
        CREATE INDEX trials_open ON trials (domain) WHERE outcome IS NULL;
        """

    private static let errorBudgets = """
        CREATE TABLE error_budget (
            id INTEGER PRIMARY KEY AUTOINCREMENT, domain TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('spent', 'confirmed', 'refuted', 'agreed')),
            session TEXT NOT NULL, ordinal INTEGER NOT NULL, wealth_trillionths INTEGER NOT NULL,
            since_success INTEGER NOT NULL, at_ms INTEGER NOT NULL, UNIQUE (session, ordinal, event)
        ) STRICT;
        CREATE INDEX error_budget_by_domain ON error_budget (domain, id);
        """

    private static let judgements = """
        CREATE TABLE judgements (
            session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE, processes BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let lastEvents = "CREATE INDEX audit_by_kind ON audit (kind, seq);"
}
