import Synchronization
import Testing

@testable import SystemCalls

@Suite struct WatchedWorkTests {
    private let hung = ProcCall(pid: 7, file: "stat")

    /// One call below `/proc` as a watch sees it.
    private static func call(_ pid: Int32, _ watch: CallWatch, _ body: () -> Void = {}) throws(ErrorNumber) {
        try watch.begin(pid, "stat")
        defer { watch.end() }
        body()
    }

    private static func spin(seconds: Double) {
        let end = Clocks.monotonicSeconds() + seconds
        while Clocks.monotonicSeconds() < end {}
    }

    private static func isRested() -> Bool {
        Clocks.sleep(seconds: 0.3)
        return true
    }

    @Test func `a call that hangs is given up, left alone from then on, and ends what was left behind`() throws {
        var work = WatchedWork(patience: .milliseconds(50))
        let watch = work.watch()
        let after = Mutex<ErrorNumber?>(nil)
        let isDone: Bool? = work.run(watch) {
            do throws(ErrorNumber) {
                try Self.call(7, watch) { Clocks.sleep(seconds: 0.4) }
                try Self.call(8, watch)
            } catch {
                after.withLock { $0 = error }
            }
            return true
        }
        #expect(isDone == nil && work.stuck == [hung])
        let again = work.watch()
        let errors = work.run(again) {
            [Int32(7), 8].map { (pid: Int32) -> ErrorNumber? in
                do throws(ErrorNumber) {
                    try Self.call(pid, again)
                    return nil
                } catch {
                    return error
                }
            }
        }
        #expect(errors == [ErrorNumber.timedOut, nil])
        let end = Clocks.monotonicSeconds() + 10
        while after.withLock({ $0 }) == nil, Clocks.monotonicSeconds() < end { Clocks.sleep(seconds: 0.01) }
        #expect(after.withLock { $0 } == .timedOut)
    }

    @Test(arguments: ["busy", "between two calls", "many short calls"])
    func `what merely takes its time is waited for`(how: String) throws {
        var work = WatchedWork(patience: .milliseconds(50))
        let watch = work.watch()
        let result = work.run(watch) {
            switch how {
            case "busy": (try? Self.call(7, watch) { Self.spin(seconds: 0.3) }) != nil
            case "between two calls":
                (try? Self.call(7, watch)) != nil && Self.isRested() && (try? Self.call(8, watch)) != nil
            default:
                (0..<30).allSatisfy { pid in (try? Self.call(pid, watch) { Clocks.sleep(seconds: 0.01) }) != nil }
            }
        }
        #expect(result == true && work.stuck.isEmpty)
    }
}
