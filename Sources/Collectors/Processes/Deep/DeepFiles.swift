internal import Model
internal import Primitives
internal import SystemCalls

/// The files of `/proc` that probes read, each as a reading that says why there is none.
final class DeepFiles {
    let proc: ProcFileSystem
    private var numbers: [Int32] = []

    init(proc: ProcFileSystem) {
        self.proc = proc
    }

    /// Reads and parses one file of a process.
    func reading<Value>(
        _ pid: Int32, _ file: StaticString, _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
    ) -> Reading<Value> {
        Self.reading { () throws(ErrorNumber) in
            guard let value = parse(try proc.read(pid: pid, file)) else { throw .malformed }
            return value
        }
    }

    /// Reads and parses one file of each thread; those that ended meanwhile are left out.
    func threads<Value>(
        _ pid: Int32, _ file: StaticString, limit: Int, _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
    ) -> Reading<[Int32: Value]> {
        Self.reading { () throws(ErrorNumber) -> [Int32: Value]? in
            guard try proc.threads(pid: pid, into: &numbers, limit: limit) else { return nil }
            var values: [Int32: Value] = [:]
            for thread in numbers {
                do throws(ErrorNumber) {
                    guard let value = parse(try proc.read(pid: pid, thread: thread, file)) else { throw .malformed }
                    values[thread] = value
                } catch {
                    if !error.isGone { throw error }
                }
            }
            return values
        }.flatMap { $0.map { .measured($0) } ?? .unavailable(.tooLarge) }
    }

    static func reading<Value>(_ body: () throws(ErrorNumber) -> Value) -> Reading<Value> {
        do {
            return .measured(try body())
        } catch {
            return .unavailable(Unavailability(error))
        }
    }
}

extension Reading {
    func flatMap<Other>(_ transform: (Value) -> Reading<Other>) -> Reading<Other> {
        switch self {
        case .measured(let value): transform(value)
        case .unavailable(let reason): .unavailable(reason)
        }
    }
}
