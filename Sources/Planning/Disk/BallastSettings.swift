package import Primitives

/// How much ballast each volume holds.
package struct BallastSettings: Sendable, Equatable {
    /// What holds for one volume instead; nil leaves what holds for all.
    package struct Override: Sendable, Equatable {
        package var fileCount: Int?
        package var fileSize: ByteCount?
        package var floorPercent: Double?
        package var directory: String?
        package var isEnabled: Bool?

        package init() {}
    }

    package var fileCount = 5
    package var fileSize = ByteCount(1 << 30)
    /// Percent of a volume, as df(1) counts, that stays free when ballast is made.
    package var floorPercent = 20.0
    /// Absolute path of the pool of the volume that it lies on; nil, and on other volumes, `.tend-ballast` at the mount point.
    package var directory: String?
    package var isEnabled = true
    /// Whether a watch makes what is missing, also where nobody has made any before.
    package var isMadeByWatch = false
    /// Seconds between what was released or made again, and the next file that is.
    ///
    /// Five minutes show whether a volume that has recovered stays so.
    package var cooldown = 300.0
    /// By mount point.
    package var overrides: [String: Override] = [:]

    package init() {}

    /// What holds for the volume mounted there.
    package func applied(to mount: ForeignText) -> BallastSettings {
        var settings = self
        settings.overrides = [:]
        guard let override = overrides[String(decoding: mount.bytes, as: UTF8.self)] else { return settings }
        settings.fileCount = override.fileCount ?? fileCount
        settings.fileSize = override.fileSize ?? fileSize
        settings.floorPercent = override.floorPercent ?? floorPercent
        settings.directory = override.directory ?? directory
        settings.isEnabled = override.isEnabled ?? isEnabled
        return settings
    }

    /// The smallest file: less would not be worth its inode.
    package static let smallestFile = ByteCount(1 << 20)
    package static let largestFile = ByteCount(1 << 40)

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try check("disk.ballast")
        try require(
            (0...86_400).contains(cooldown), "disk.ballast.cooldown is \(cooldown) seconds", "use 0 to 86400 seconds")
        for mount in overrides.keys.sorted() {
            guard mount.hasPrefix("/") else {
                throw TendError(
                    .configuration, "disk.ballast.overrides names \"\(mount)\", which is no mount point",
                    area: "config",
                    hint: "name it by its absolute path, such as \"/data\"")
            }
            try applied(to: ForeignText(mount)).check("disk.ballast.overrides.\"\(mount)\"")
        }
    }

    private func check(_ key: String) throws(TendError) {
        try require((0...1000).contains(fileCount), "\(key).file_count is \(fileCount)", "use 0 to 1000 files")
        try require(
            (Self.smallestFile...Self.largestFile).contains(fileSize), "\(key).file_size is \(fileSize.text)",
            "use 1 MiB to 1 TiB")
        try require(
            (5...95).contains(floorPercent), "\(key).floor_percent is \(floorPercent)", "use 5 to 95 percent free")
        try require(
            directory.map { $0.hasPrefix("/") && !$0.hasSuffix("/") } ?? true,
            "\(key).directory is \"\(directory ?? "")\"",
            "use an absolute path on the volume, such as \"/data/ballast\"")
    }

    private func require(_ holds: Bool, _ what: String, _ hint: String) throws(TendError) {
        guard !holds else { return }
        throw TendError(.configuration, "\(what), which is out of range", area: "config", hint: hint)
    }
}
