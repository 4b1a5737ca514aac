import DiskDefence
import Model
import Primitives
import Testing

struct DiskMonitorTests {
    private static let total = 1_000_000_000.0

    private func look(_ mount: String = "/", free: Double, ballast: Int = 0, isWatched: Bool = true) -> VolumeLook {
        let available = UInt64(Self.total * free / 100)
        let space = VolumeSpace(
            totalBytes: ByteCount(UInt64(Self.total)), usedBytes: ByteCount(UInt64(Self.total) - available),
            availableBytes: ByteCount(available), inodesTotal: 0, inodesAvailable: 0)
        return VolumeLook(
            mount: ForeignText(mount), space: .measured(space), ballastFiles: ballast, isWatched: isWatched)
    }

    private func monitor() -> DiskMonitor {
        DiskMonitor(control: ControlSettings(), watch: WatchSettings(), cooldown: 300)
    }

    private func orders(_ steps: [MonitorStep]) -> [ScanOrder] {
        steps.compactMap { if case .scan(let order) = $0 { order } else { nil } }
    }

    private func releases(_ steps: [MonitorStep]) -> [Int] {
        steps.compactMap { if case .release(_, let files) = $0 { files } else { nil } }
    }

    @Test func `a level is told of once, and when it changes`() {
        var monitor = monitor()
        func levels(_ steps: [MonitorStep]) -> [PressureLevel] {
            steps.compactMap { if case .level(_, _, let decision) = $0 { decision.level } else { nil } }
        }
        #expect(levels(monitor.look([look(free: 50)], at: 0)) == [.green])
        #expect(levels(monitor.look([look(free: 50)], at: 2)) == [])
        #expect(levels(monitor.look([look(free: 8)], at: 4)) == [.red])
        #expect(levels(monitor.look([look(free: 2)], at: 6)) == [.critical])
    }

    @Test func `ballast is given back by urgency, and not twice for the same shortage`() {
        var monitor = monitor()
        #expect(releases(monitor.look([look(free: 11, ballast: 5)], at: 2)) == [3])
        monitor.released(3, of: ForeignText("/"), at: 2)
        // The same urgency asks for no more; critical asks for all.
        #expect(releases(monitor.look([look(free: 14, ballast: 2)], at: 2.02)) == [])
        #expect(releases(monitor.look([look(free: 2, ballast: 2)], at: 4)) == [2])
    }

    @Test func `a pool that gives nothing back is not asked at every look`() {
        var monitor = monitor()
        var asked = 0
        for second in 0..<60 where !releases(monitor.look([look(free: 2, ballast: 2)], at: Double(second))).isEmpty {
            asked += 1
            monitor.released(0, of: ForeignText("/"), at: Double(second))
        }
        #expect(asked == 2)
    }

    @Test func `what was given back is made again, one file after each pause, once it is calm`() {
        var monitor = monitor()
        _ = monitor.look([look(free: 11, ballast: 5)], at: 0)
        monitor.released(2, of: ForeignText("/"), at: 0)
        var made: [Int] = []
        for second in 1..<1500 {
            let steps = monitor.look([look(free: 60, ballast: 3)], at: Double(second))
            guard steps.contains(.replenish(ForeignText("/"))) else { continue }
            made.append(second)
            monitor.made(1, of: ForeignText("/"), at: Double(second))
        }
        #expect(made == [300, 600])
    }

    @Test func `ballast that is made again is no volume that fills`() {
        func releasesAfterMaking(isTold: Bool) -> Bool {
            var monitor = monitor()
            for second in 0..<30 { _ = monitor.look([look(free: 60, ballast: 1)], at: Double(second)) }
            if isTold { monitor.made(1, of: ForeignText("/"), at: 29.5) }
            return (30..<60).contains { second in
                !releases(monitor.look([look(free: 50, ballast: 2)], at: Double(second))).isEmpty
            }
        }
        #expect(!releasesAfterMaking(isTold: true))
        #expect(releasesAfterMaking(isTold: false), "somebody else who takes a tenth within a second is")
    }

    @Test func `a shortage orders a scan of the volumes that are short`() throws {
        var monitor = monitor()
        let volumes = [look("/", free: 60), look("/data", free: 12), look("/other", free: 3, isWatched: false)]
        let steps = monitor.look(volumes, at: 0)
        let order = try #require(orders(steps).first)
        #expect(order.cause == .pressure && order.level == .orange && order.batch == 10)
        #expect(order.pressed == [ForeignText("/data")])
        #expect(order.urgencies.count == 2)
    }

    @Test func `without anything to watch nothing is scanned`() {
        var monitor = monitor()
        #expect(orders(monitor.look([look(free: 3, isWatched: false)], at: 0)).isEmpty)
        #expect(orders(monitor.look([], at: 1)).isEmpty)
    }

    @Test func `whoever asks gets a scan, and it says so`() {
        var monitor = monitor()
        #expect(orders(monitor.look([look(free: 60)], at: 0)).map(\.cause) == [.routine])
        monitor.scanned(brought: false, cost: 0)
        monitor.ask()
        #expect(orders(monitor.look([look(free: 60)], at: 2)).map(\.cause) == [.asked])
    }

    @Test func `a volume that is unmounted is forgotten, and new when it comes back`() {
        var monitor = monitor()
        _ = monitor.look([look(free: 8)], at: 0)
        _ = monitor.look([], at: 2)
        #expect(monitor.decision(about: ForeignText("/")) == nil)
        #expect(
            monitor.look([look(free: 60)], at: 4).contains { if case .level(_, nil, _) = $0 { true } else { false } })
    }

    @Test func `a volume that cannot be read releases, makes and orders nothing`() {
        var monitor = monitor()
        _ = monitor.look([look(free: 2, ballast: 3)], at: 0)
        monitor.scanned(brought: false, cost: 0)
        let unread = VolumeLook(mount: ForeignText("/"), space: .unavailable(.timedOut), ballastFiles: 3)
        for second in 1..<100 {
            let steps = monitor.look([unread], at: Double(second))
            #expect(releases(steps).isEmpty && orders(steps).allSatisfy { $0.pressed.isEmpty && $0.batch == 0 })
        }
    }

    @Test func `it looks oftener only where all is full and scans help`() {
        var monitor = monitor()
        #expect(monitor.pause(2) == 2)
        _ = monitor.look([look(free: 1)], at: 0)
        #expect(monitor.pause(2) == 0.1)
        monitor.scanned(brought: false, cost: 0)
        #expect(monitor.pause(2) == 2)
    }

    @Test func `the same looks give the same steps`() {
        func run() -> [[MonitorStep]] {
            var monitor = monitor()
            return (0..<2000).map { second in
                let free = 50 - 49 * abs(Double(second % 700) / 350 - 1)
                return monitor.look([look(free: free, ballast: 5)], at: Double(second) * 2)
            }
        }
        #expect(run() == run())
    }
}
