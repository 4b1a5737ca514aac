internal import Model
internal import Primitives
internal import SystemCalls

/// One probe of one process while a deep scan is under way: it looks, and says at the end what it saw.
///
/// What it could not read it says as a reason, never as a number.
protocol DeepProbe: SendableMetatype {
    static var kind: ProcessProbe { get }
    static var looks: DeepLooks { get }
    /// It reads below file systems, which may be stuck.
    static var readsFileSystems: Bool { get }
    init()
    /// Looks once.
    mutating func look(_ context: DeepContext)
    /// Writes what was seen; a look that did not come about is `over_budget`.
    func write(to reading: inout DeepReading)
}

extension DeepProbe {
    static var readsFileSystems: Bool { false }
}

/// At which looks of a scan a probe takes part.
enum DeepLooks {
    case first, ends, every
}

/// What the probes of one process share at one look.
struct DeepContext {
    let suspect: DeepSuspect
    let shared: DeepShared

    var process: ProcessObservation { suspect.process }
    var pid: Int32 { suspect.process.pid }
    var files: DeepFiles { shared.files }
    var settings: DeepScanSettings { shared.settings }
}

/// A value at the first look and at the last.
struct DeepEnds<Value> {
    private(set) var first: Reading<Value>?
    private(set) var last: Reading<Value>?

    mutating func add(_ reading: Reading<Value>) {
        if first == nil { first = reading } else { last = reading }
    }

    /// What lies between; unavailable for the reason of the later look.
    func change<Change>(_ body: (_ first: Value, _ last: Value) -> Change) -> Reading<Change> {
        guard let first else { return .unavailable(.overBudget) }
        guard let last else { return .unavailable(first.reason ?? .overBudget) }
        guard case .measured(let end) = last else { return .unavailable(last.reason ?? .gone) }
        return first.map { body($0, end) }
    }
}

extension UInt64 {
    /// How much larger this counter is than it was; 0 where it was set back.
    func risen(since earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}
