internal import DiskDefence
internal import Planning
internal import Primitives
internal import Runtime

extension SettingKey {
    /// What can be set of the disk domain.
    static let disk: [SettingKey] =
        diskPressure + diskControl + diskScan + diskPlaces + diskBallast + diskWatch + diskPolicy
        + diskScoring

    private static func percent(
        _ leaf: String, _ place: Place<Double>, _ meaning: String, because reason: String,
        projectMay: ProjectRight = .nothing, in range: ClosedRange<Double> = 0...100
    ) -> SettingKey {
        .number("disk.\(leaf)", place, in: range, unit: "percent", projectMay: projectMay, meaning, because: reason)
    }

    private static let diskPressure: [SettingKey] = [
        percent(
            "pressure.green_percent", \.disk.control.greenMinimum, "At least so much is free at green.",
            because: "With a fifth free nothing needs to be done.", in: 14.5...100),
        percent(
            "pressure.yellow_percent", \.disk.control.yellowMinimum, "At least so much is free at yellow.",
            because: "Below it somebody should begin to look.", in: 10.5...19.5),
        percent(
            "pressure.orange_percent", \.disk.control.orangeMinimum,
            "At least so much is free at orange; with less it is red.",
            because: "File systems slow down and fragment when a tenth is left.", in: 6.5...13.5),
        percent(
            "pressure.red_percent", \.disk.control.redMinimum, "Below half of it the level is critical.",
            because: "A large build takes the rest of a small volume in minutes.", in: 0.5...9.5),
        percent(
            "pressure.recovery_margin", \.disk.control.recoveryMargin,
            "How far above a threshold it must be before the level gets better.",
            because: "A point keeps a level from flapping.", in: 0...20),
    ]

    private static let diskControl: [SettingKey] = [
        percent(
            "control.target_free_percent", \.disk.control.targetFree, "Percent free that is aimed at.",
            because: "A little below green, so that what is green is left alone."),
        .duration(
            "disk.control.action_horizon", \.disk.control.actionHorizon, in: 0...86_400, projectMay: .nothing,
            "How far ahead a forecast of red raises the urgency.",
            because: "Half an hour is enough to find and remove what may go."),
        .bool(
            "disk.control.predicts", \.disk.control.predicts, projectMay: .nothing,
            "Whether forecasts may raise the urgency.", because: "Acting late costs more than acting early."),
    ]

    private static let diskScan: [SettingKey] = [
        .duration(
            "disk.scan.min_age", \.disk.minimumAge, in: 0...31_536_000, projectMay: .tighten(.higher),
            "What was modified since is left alone.", because: "Half an hour outlasts the pauses of builds that go on."),
        .bool(
            "disk.scan.cross_device", \.disk.crossesDevices, projectMay: .nothing,
            "Whether other file systems below a scanned directory are scanned too.",
            because: "Removing something on another volume makes no room on this one."),
        .paths(
            "disk.scan.protected_paths", \.disk.protectedPaths, projectMay: .tighten(.higher),
            "Paths that are never touched, nor what lies below them, with *, ? and **.",
            because: "Nobody but you knows what is precious."),
        .duration(
            "disk.volume_timeout", \.disk.volumePatience, in: 0.01...60, projectMay: .nothing,
            "How long a file system of another machine may take to answer.",
            because: "One that takes longer would hold up everything else."),
    ]

    private static let diskPlaces: [SettingKey] = [
        percent(
            "places.shared_memory_free", \.disk.sharedMemoryTarget, "What ought to be free in /dev/shm.",
            because: "It is memory, and programs that find it full crash."),
        percent(
            "places.temporary_free", \.disk.temporaryTarget, "What ought to be free in /tmp and /var/tmp.",
            because: "Compilers and package managers unpack there."),
        percent(
            "places.swap_free", \.disk.swapTarget, "What ought to be free of swap.",
            because: "With less the next large build is killed."),
    ]

    private static let diskBallast: [SettingKey] = [
        .bool(
            "disk.ballast.enabled", \.disk.ballast.isEnabled, projectMay: .nothing, "Whether volumes have ballast.",
            because: "It is the only room that can be had at once."),
        .bool(
            "disk.ballast.auto_provision", \.disk.ballast.isMadeByWatch, projectMay: .nothing,
            "Whether tend disk watch makes ballast on every volume it watches, a file at a time while all is green.",
            because: "Nobody's room is taken without a word."),
        .integer(
            "disk.ballast.file_count", \.disk.ballast.fileCount, in: 1...1000, unit: "files", projectMay: .nothing,
            "How many ballast files a volume has.", because: "Five can be given back step by step."),
        .bytes(
            "disk.ballast.file_size", \.disk.ballast.fileSize, in: ByteCount(1 << 20)...ByteCount(1 << 40),
            projectMay: .nothing, "How large each is.", because: "A gigabyte lets a build come to its end."),
        SettingKey(
            name: "disk.ballast.overrides", type: .ballastOverrides,
            meaning: "What holds for single volumes instead, by mount point.",
            reason: "A large volume can spare more than a small one.", projectMay: .nothing,
            get: { .ballastOverrides($0.disk.ballast.overrides) },
            apply: { settings, value in
                if case .ballastOverrides(let overrides) = value { settings.disk.ballast.overrides = overrides }
            }),
        .duration(
            "disk.ballast.cooldown", \.disk.ballast.cooldown, in: 0...86_400, projectMay: .nothing,
            "How long a watch waits after a release, and between two files, before it makes ballast again.",
            because: "Five minutes show whether a volume that has recovered stays so."),
        percent(
            "ballast.floor_percent", \.disk.ballast.floorPercent, "What stays free when ballast is made.",
            because: "Ballast must not make the trouble that it is for.", in: 5...95),
    ]
}
