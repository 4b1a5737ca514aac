internal import Model
internal import Primitives

/// Whether a process is healthy.
///
/// Processor time, bytes moved and the main thread's state are not asked again: activity has heard them. What follows are
/// things that these cannot show, under the condition in which they mean something.
extension DeepFact {
    static let health = [spinning, starved, thrashing, blocked, unserved]

    /// Busy, and it never waits for anything.
    static let spinning = DeepFact(
        name: "spinning", question: .health,
        silence: { facts in
            guard let cores = facts.cores.value else { return "how busy it is could not be measured" }
            return cores > 0.5 ? nil : "it is not busy"
        },
        tests: [
            DeepTest(probe: .switches, equation: "voluntary switches per second < 2 while busy") { reading, _ in
                answer(reading.switches) { switches in
                    guard reading.window > 0 else { return .silent(because: "there was one look only") }
                    let rate = Double(switches.voluntary) / reading.window
                    return DeepAnswer(rate < 2, "\(rate.text(decimals: 1)) a second")
                }
            }
        ],
        ifYes: "It runs and never waits for anything.", ifNo: "It waits for something now and then.")

    /// It wants to run and is not let.
    static let starved = DeepFact(
        name: "starved", question: .health, silence: { _ in nil },
        tests: [
            DeepTest(
                probe: .runDelay, equation: "waiting for a processor > running, both together > a fifth of the window"
            ) {
                reading, _ in
                answer(reading.runDelay) { delay in
                    guard reading.window > 0, delay.ran + delay.waited > reading.window / 5 else {
                        return .silent(because: "it hardly wanted a processor")
                    }
                    return DeepAnswer(
                        delay.waited > delay.ran,
                        "waited \(delay.waited.text(decimals: 2)) s, ran \(delay.ran.text(decimals: 2)) s")
                }
            },
            DeepTest(probe: .pressure, equation: "processor pressure of its group > 0.5") { reading, _ in
                answer(reading.pressure) { pressure in
                    guard let delay = reading.runDelay.value, delay.ran + delay.waited > reading.window / 5 else {
                        return .silent(because: "it is not known that it wanted a processor")
                    }
                    return DeepAnswer(pressure.processorSome > 0.5, pressure.processorSome.text(decimals: 2))
                }
            },
        ],
        ifYes: "It wants to run and the machine does not let it.", ifNo: "It gets the processor that it wants.")

    /// Its memory is carried to and fro.
    static let thrashing = DeepFact(
        name: "thrashing", question: .health, silence: { _ in nil },
        tests: [
            DeepTest(probe: .faults, equation: "major page faults per second > 20") { reading, _ in
                answer(reading.faults) { faults in
                    guard reading.window > 0 else { return .silent(because: "there was one look only") }
                    let rate = Double(faults.major) / reading.window
                    return DeepAnswer(rate > 20, "\(rate.text(decimals: 1)) a second")
                }
            },
            DeepTest(probe: .pressure, equation: "full memory pressure of its group > 0.1") { reading, _ in
                answer(reading.pressure) { DeepAnswer($0.memoryFull > 0.1, $0.memoryFull.text(decimals: 2)) }
            },
        ],
        ifYes: "It spends its time fetching its memory back.", ifNo: "Its memory is where it needs it.")

    /// Parts of it are caught inside the kernel.
    static let blocked = DeepFact(
        name: "caught_in_kernel", question: .health,
        silence: { facts in facts.state == .uninterruptible ? "activity has heard its state D" : nil },
        tests: [
            DeepTest(probe: .threads, equation: "threads in state D at every look ≥ 1") { reading, _ in
                unlessFrozen(reading) {
                    answer(reading.threads) {
                        DeepAnswer($0.uninterruptible >= 1, $0.uninterruptible.text(decimals: 1))
                    }
                }
            },
            DeepTest(probe: .waitChannel, equation: "one channel of storage or network storage at all of ≥ 3 looks") {
                reading, _ in
                unlessFrozen(reading) {
                    answer(reading.waitChannels) { channels in
                        guard reading.looks >= 3 else { return .silent(because: "there were too few looks") }
                        let stuck = channels.first { $0.looks == reading.looks && isStorage($0.name) }
                        return DeepAnswer(stuck != nil, channels.map(\.name).prefix(3).joined(separator: ", "))
                    }
                }
            },
        ],
        ifYes: "Threads of it are caught inside the kernel.", ifNo: "Nothing of it is caught inside the kernel.")

    /// Those who want something of it wait.
    static let unserved = DeepFact(
        name: "unserved", question: .health, silence: { _ in nil },
        tests: [
            DeepTest(probe: .sockets, equation: "unread connections ≥ 1, or accept queues at least half full") {
                reading, _ in
                answer(reading.sockets) { sockets in
                    guard sockets.listening + sockets.established > 0 else {
                        return .silent(because: "it is connected to nobody")
                    }
                    let isFull = sockets.backlogLimit > 0 && sockets.backlog * 2 >= sockets.backlogLimit
                    return DeepAnswer(
                        sockets.stuck > 0 || isFull,
                        "\(sockets.stuck) unread, \(sockets.backlog) of \(sockets.backlogLimit) queued")
                }
            }
        ],
        ifYes: "Those who connect to it wait for it.", ifNo: "It serves those who connect to it.")

    /// Functions of the kernel in which nothing but storage or a server ends a wait (wchan of proc(5)).
    private static let storageWaits = [
        "io_schedule", "folio_wait", "wait_on_page", "__lock_page", "jbd2_", "rpc_wait", "nfs_", "nfs4_", "cifs_",
        "smb2_", "request_wait_answer", "fuse_", "ceph_",
    ]

    private static func isStorage(_ channel: String) -> Bool { storageWaits.contains { channel.hasPrefix($0) } }

    /// A frozen group's tasks show state D with the freezer of v1, and are not caught.
    private static func unlessFrozen(_ reading: DeepReading, _ ask: () -> DeepAnswer) -> DeepAnswer {
        reading.controlGroup.value?.isFrozen.value == true ? .silent(because: "its group is frozen") : ask()
    }
}
