import Primitives
import Synchronization

@testable import Settings

/// Files in memory, and what was asked of them.
final class RecordedFiles: ConfigurationAccess {
    struct File {
        var text: String
        var ownerID: UInt32 = 1000
        var permissions: UInt32 = 0o600
    }

    private let files: Mutex<[String: File]>
    private let opened = Mutex<[String]>([])

    init(_ files: [String: File] = [:]) {
        self.files = Mutex(files)
    }

    convenience init(_ texts: [String: String]) {
        self.init(texts.mapValues { File(text: $0) })
    }

    var reads: [String] { opened.withLock { $0 } }

    subscript(path: String) -> File? { files.withLock { $0[path] } }

    func status(_ path: String) throws(TendError) -> ConfigurationFileStatus? {
        files.withLock { $0[path] }.map { ConfigurationFileStatus(ownerID: $0.ownerID, permissions: $0.permissions) }
    }

    func read(_ path: String) throws(TendError) -> [UInt8] {
        opened.withLock { $0.append(path) }
        guard let file = self[path] else { throw TendError(.configuration, "\(path) cannot be read") }
        return Array(file.text.utf8)
    }

    func write(_ path: String, _ bytes: [UInt8], permissions: UInt32) throws(TendError) {
        let file = File(text: String(decoding: bytes, as: UTF8.self), permissions: permissions)
        files.withLock { $0[path] = file }
    }
}

/// The places of user 1000, Ada, at work in a project.
enum Ada {
    static let system = "/etc/tend/config.toml"
    static let user = "/home/ada/.config/tend/config.toml"
    static let project = "/home/ada/work/.tend/config.toml"

    static func loader(
        _ files: RecordedFiles, environment: [String: String] = [:], file: String? = nil,
        directory: String? = "/home/ada/work/deep/down"
    ) -> ConfigurationLoader {
        let environment = environment.merging(["HOME": "/home/ada"]) { given, _ in given }
        return ConfigurationLoader(
            places: ConfigurationPlaces(
                environment: environment, file: file, currentDirectory: directory, userID: 1000),
            environment: environment, access: files)
    }

    static func loader(_ texts: [String: String], environment: [String: String] = [:]) -> ConfigurationLoader {
        loader(RecordedFiles(texts), environment: environment)
    }
}
