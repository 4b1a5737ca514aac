internal import Model
internal import Primitives
internal import SystemCalls

/// What is at the path of the program file now, beside the file that runs.
struct ProgramProbe: DeepProbe {
    static let kind = ProcessProbe.program
    static let looks = DeepLooks.first
    static let readsFileSystems = true
    private var fate: Reading<ProgramFate> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        fate = Self.fate(context)
    }

    func write(to reading: inout DeepReading) {
        reading.program = fate
    }

    private static func fate(_ context: DeepContext) -> Reading<ProgramFate> {
        let (files, pid) = (context.files.proc, context.pid)
        let running = DeepFiles.reading { () throws(ErrorNumber) in try files.status(pid: pid, "exe") }
        return running.flatMap { file in
            DeepFiles.reading { () throws(ErrorNumber) in
                path([UInt8](try files.readLink(pid: pid, "exe")), isDeleted: file.links == 0)
            }.flatMap { fate(of: file.identity, at: $0, context) }
        }
    }

    private static func fate(
        of running: FileIdentity, at path: ForeignText, _ context: DeepContext
    ) -> Reading<ProgramFate> {
        // A file without a name (memfd_create(2)) was never at a path.
        guard path.bytes.first == UInt8(ascii: "/"), !path.bytes.starts(with: "/memfd:".utf8),
            let text = String(validating: path.bytes, as: UTF8.self)
        else { return .unavailable(.notSupported) }
        let pid = context.pid
        // In other namespaces the path means what it means below the process's own root.
        let below = "\(context.shared.paths.proc)/\(pid)/root"
        let place = context.shared.sharesMounts(pid).map { $0 ? text : below + text }
        return place.flatMap { place in
            context.shared.mounts(of: pid).flatMap { mounts in
                mounts.isLocal(path) ? look(for: running, at: place, context.shared) : .unavailable(.notSupported)
            }
        }
    }

    private static func look(
        for running: FileIdentity, at place: String, _ shared: DeepShared
    ) -> Reading<ProgramFate> {
        shared.bounded {
            do throws(ErrorNumber) {
                return .measured(try LinkTarget.at(place).identity == running ? .present : .replaced)
            } catch {
                return error.isGone ? .measured(.deleted) : .unavailable(Unavailability(error))
            }
        }
    }

    /// The kernel adds a word to the path of a removed file; a file may also really be called so.
    static func path(_ link: [UInt8], isDeleted: Bool) -> ForeignText {
        let ending = Array(" (deleted)".utf8)
        return ForeignText(isDeleted && link.hasEnding(ending) ? Array(link.dropLast(ending.count)) : link)
    }
}
