import Model
import Primitives
import TestSupport

@testable import ProcessTriage

extension DeepReading {
    /// Two seconds and five looks, in which no probe was taken.
    static func taken(_ change: (inout DeepReading) -> Void = { _ in }) -> DeepReading {
        var reading = DeepReading()
        (reading.window, reading.looks) = (2, 5)
        change(&reading)
        return reading
    }

    /// What a quiet and healthy process shows, every probe answered: nobody about, nothing going on.
    static let quiet = taken { reading in
        reading.storage = .measured(StorageChange(read: .zero, written: .zero))
        reading.waitChannels = .measured([WaitChannel(name: "do_epoll_wait", looks: 5)])
        reading.threads = .measured(.with { ($0.count, $0.sleeping) = (1, 1) })
        reading.switches = .measured(ContextSwitches(voluntary: 4, involuntary: 0))
        reading.runDelay = .measured(RunDelay(ran: 0.01, waited: 0.001, slices: 4))
        reading.faults = .measured(PageFaults(minor: 3, major: 0))
        reading.memory = .measured(MemoryUse(swapped: .zero, anonymous: .kibibytes(512)))
        reading.sockets = .measured(SocketUse())
        reading.descriptors = .measured(.with { ($0.count, $0.locks) = (3, .measured(0)) })
        reading.program = .measured(.present)
        reading.agentMarks = .measured([])
        reading.pressure = .measured(Pressure())
        reading.terminal = .measured(nil)
        reading.directory = .measured(.with { $0.lastChange = .measured(200_000) })
        reading.repository = .measured(.with { $0.lastChange = 200_000 })
        reading.company = .measured([])
    }

    /// Whatever a kernel could show, hostile numbers and missing probes among it.
    static func random(_ chance: inout Chance) -> DeepReading {
        var reading = DeepReading()
        reading.window = [0, 0.5, 2, 1e9][chance.below(4)]
        reading.looks = chance.below(6)
        let large: [UInt64] = [0, 1, 7, 900, .max]
        func number(_ chance: inout Chance) -> UInt64 { large[chance.below(large.count)] }
        func seconds(_ chance: inout Chance) -> Double { [0, 0.3, 4000, 1e12][chance.below(4)] }
        reading.waitChannels = .measured([
            WaitChannel(name: ["io_schedule", "do_epoll_wait", ""][chance.below(3)], looks: chance.below(6))
        ])
        reading.threads = .measured(.with { $0.uninterruptible = Double(chance.below(3)) })
        reading.switches = .measured(ContextSwitches(voluntary: number(&chance), involuntary: number(&chance)))
        reading.runDelay = .measured(
            RunDelay(ran: seconds(&chance), waited: seconds(&chance), slices: number(&chance)))
        reading.faults = .measured(PageFaults(minor: number(&chance), major: number(&chance)))
        reading.sockets = .measured(
            .with {
                ($0.listening, $0.established, $0.stuck) = (chance.below(3), chance.below(3), chance.below(2))
                ($0.backlog, $0.backlogLimit) = (chance.below(200), chance.below(129))
            })
        reading.descriptors = .measured(.with { $0.writing = chance.below(3) })
        reading.agentMarks = .measured(chance.below(2) == 0 ? [] : ["CLAUDECODE"])
        reading.pressure = .measured(
            .with { ($0.processorSome, $0.memoryFull) = (Double(chance.below(3)) / 2, Double(chance.below(3)) / 2) })
        reading.directory = .measured(
            .with { ($0.isDeleted, $0.lastChange) = (chance.below(4) == 0, .measured(seconds(&chance))) })
        reading.repository = .measured(
            chance.below(4) == 0
                ? nil
                : .with {
                    $0.kind = RepositoryState.Kind.allCases[chance.below(3)]
                    $0.lastChange = chance.below(3) == 0 ? nil : seconds(&chance)
                })
        reading.company = .measured(
            (0..<chance.below(3)).map { Companion(pid: Int32($0 + 1), category: .shell, quiet: nil) })
        for probe in ProcessProbe.allCases where chance.below(4) == 0 {
            reading.setUnavailable(probe, [.notPermitted, .notCollected, .gone, .overBudget][chance.below(4)])
        }
        return reading
    }
}

extension ThreadStates: Changeable {}
extension DescriptorUse: Changeable {}
extension DirectoryUse: Changeable {}
extension RepositoryState: Changeable {}
extension SocketUse: Changeable {}
extension Pressure: Changeable {}
extension ControlGroupUse: Changeable {}

/// Made empty, and changed in the same breath.
protocol Changeable {
    init()
}

extension Changeable {
    static func with(_ change: (inout Self) -> Void) -> Self {
        var value = Self()
        change(&value)
        return value
    }
}

/// A process as facts: cut off for two days, an idle helper, unless a test changes that.
func suspect(_ change: (inout ProcessFacts) -> Void = { _ in }) -> ProcessFacts {
    var facts = ProcessFacts(
        category: .agentHelper, title: "helper", role: .helper, age: 40_000, cores: .measured(0), lifetimeShare: 0.001,
        progress: .measured(false), state: .sleeping,
        attachment: AttachmentFacts(
            isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
            standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false, role: .helper),
        levels: [.adrift], workingDirectoryDeleted: .measured(false), filesAtRisk: .measured([]))
    change(&facts)
    return facts
}
