internal import Model
internal import PackFiles
package import Primitives
package import ProcessTriage
internal import SystemCalls

/// A change of one file in the user's folder that has been checked and not been written yet.
package struct SignatureEdit: Sendable {
    package let path: String
    /// The signatures that it is about.
    package let names: [String]
    /// Whether the file changes at all.
    package let isChange: Bool
    let bytes: [UInt8]

    package func write() throws(TendError) {
        guard isChange else { return }
        do {
            try FileSystem.makeDirectories(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
            try FileSystem.replace(path, with: bytes)
        } catch {
            throw TendError(
                error.isRefused ? .notPermitted : .cannotCreate, "cannot write \(path)", area: "packs",
                hint: "make the folder writable for yourself", cause: error)
        }
    }
}

extension SignatureFolders {
    /// Reads packs with these files of signatures.
    package typealias Loader = ([SignatureFile]) throws(TendError) -> ProcessPacks

    /// Checks a file of signatures, to be copied into the user's folder under its own name.
    ///
    /// - Throws: `TendError` for a file that cannot be read or understood, holds no signature or one that does not tell
    ///   its own example, and for another file of that name unless it is to be replaced.
    package func adding(_ path: String, replacing: Bool, _ load: Loader) throws(TendError) -> SignatureEdit {
        let name = String(path.split(separator: "/").last ?? "")
        guard name.hasSuffix(".toml"), name != Self.switches else {
            throw TendError(
                .usage, "\(path) cannot be added under that name", area: "packs",
                hint: "name it like our-tools.toml; \(Self.switches) is written by disable and enable")
        }
        let file = PackFile(name: name, path: path, bytes: try Self.read(path))
        let target = "\(try userFolder())/\(name)"
        let others = try files().filter { $0.file.path != target }
        let packs = try load(others + [SignatureFile(source: .user, file: file)])
        let own = packs.signatures.signatures.filter { $0.file == path }
        guard !own.isEmpty else {
            throw TendError(
                .configuration, "\(path) holds no signature", area: "packs", hint: "begin one with [[signature]]")
        }
        for signature in own { try packs.checkExample(of: signature) }
        let present = FileSystem.exists(target) ? try Self.read(target) : nil
        guard present == nil || present == file.bytes || replacing else {
            throw TendError(
                .cannotCreate, "\(target) holds other signatures", area: "packs",
                hint: "replace it with --replace, or give the file another name")
        }
        return SignatureEdit(
            path: target, names: own.map(\.name), isChange: present != file.bytes, bytes: file.bytes)
    }

    /// Checks the switching of a signature in the user's own file.
    package func switching(_ name: String, on isOn: Bool, _ load: Loader) throws(TendError) -> SignatureEdit {
        let path = "\(try userFolder())/\(Self.switches)"
        let old = FileSystem.exists(path) ? try Self.read(path) : []
        let others = try files().filter { $0.file.path != path }
        func packs(_ choices: SignatureChoices) throws(TendError) -> ProcessPacks {
            let file = PackFile(name: Self.switches, path: path, bytes: choices.bytes)
            return try load(others + [SignatureFile(source: .user, file: file)])
        }
        let before = try SignatureChoices(reading: PackFile(name: Self.switches, path: path, bytes: old))
        var after = before
        after.disable.removeAll { $0 == name }
        after.enable.removeAll { $0 == name }
        // One that an upgrade has taken away can still be taken out of the file.
        let isListed = before.disable.contains(name) || before.enable.contains(name)
        let known = try packs(after).signatures
        if !isListed { _ = try known.signature(named: name) }
        if known.disabled.contains(name) == isOn {
            if isOn { after.enable.append(name) } else { after.disable.append(name) }
            _ = try packs(after)
        }
        return SignatureEdit(path: path, names: [name], isChange: before != after, bytes: after.bytes)
    }

    private static func read(_ path: String) throws(TendError) -> [UInt8] {
        do {
            return try FileSystem.read(path, limit: 1 << 20)
        } catch {
            throw TendError(
                error.isGone ? .notFound : error.isRefused ? .notPermitted : .inputOutput, "cannot read \(path)",
                area: "packs", hint: error.isGone ? "check the path" : nil, cause: error)
        }
    }
}
