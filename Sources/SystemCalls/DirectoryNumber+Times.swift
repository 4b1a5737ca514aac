internal import CLinux

extension DirectoryNumber {
    /// Whether adding, removing and renaming entries changes the times of the directory at once, by this machine's clock.
    ///
    /// POSIX asks for it; these file systems are known to do it. Not those of other machines, whose times are kept for a
    /// while, nor FUSE, where a program decides, nor overlays, which show the times of one of several directories.
    package static func keepsTimes(_ directory: Int32) -> Bool {
        var answer = statfs()
        guard fstatfs(directory, &answer) == 0 else { return false }
        return punctual.contains(Int(answer.f_type))
    }

    /// ext2 to ext4, XFS, btrfs and tmpfs (statfs(2)).
    private static let punctual: Set<Int> = [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994]

    /// Whether the names in a directory depend on who has added which key (fscrypt); where that is not known, they may.
    package static func isEncrypted(_ directory: Int32) -> Bool {
        var answer = CLinux.statx()
        guard statx(directory, "", AT_EMPTY_PATH, 0, &answer) == 0 else { return true }
        return answer.stx_attributes & UInt64(STATX_ATTR_ENCRYPTED) != 0
    }
}
