private import CPacks
package import Primitives

/// One data file: rules, patterns or numbers as TOML.
package struct PackFile: Sendable, Equatable {
    /// Its name in its folder, such as `priors.toml`.
    package var name: String
    /// Where it came from, for messages.
    package var path: String
    package var bytes: [UInt8]

    package init(name: String, path: String, bytes: [UInt8]) {
        self.name = name
        self.path = path
        self.bytes = bytes
    }

    /// FNV-1a over every file in order, eight hexadecimal digits: tells two sets of packs apart, and no more.
    package static func checksum(_ files: [PackFile]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for file in files {
            for byte in file.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(String(hash, radix: 16).suffix(8))
    }
}

/// The files below Packs/ that lie within the binary.
package enum EmbeddedPacks {
    /// The file at a path below Packs/.
    ///
    /// - Throws: `TendError` (`internal`) where the binary does not hold it.
    package static func file(_ path: String) throws(TendError) -> PackFile {
        guard let file = files(below: path).first(where: { $0.path == "Packs/\(path)" }) else {
            throw TendError(.internalError, "the pack \(path) is not in this binary", area: "packs")
        }
        return file
    }

    /// All files whose path below Packs/ begins so, in the order in which they were built in.
    package static func files(below folder: String) -> [PackFile] {
        (0..<tend_pack_count()).compactMap { index in
            let pack = tend_pack_at(index).pointee
            let path = String(cString: pack.path)
            guard path.hasPrefix(folder) else { return nil }
            return PackFile(
                name: String(path.split(separator: "/").last ?? ""), path: "Packs/\(path)",
                bytes: Array(UnsafeBufferPointer(start: pack.bytes, count: pack.length)))
        }
    }
}
