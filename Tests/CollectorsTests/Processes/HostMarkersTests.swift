import Model
import Testing

@testable import Collectors

@Suite struct HostMarkersTests {
    private func find(_ entries: [String], alive: Set<Int32> = []) -> HostProgram {
        let bytes = Array(entries.map { "\($0)\0" }.joined().utf8)
        return HostMarkers.find(in: bytes) { pid, _ in alive.contains(pid) }
    }

    @Test(arguments: [
        ("TMUX=/tmp/tmux-1000/default,3311,4", "TMUX", Int32(3311)),
        ("VSCODE_PID=812", "VSCODE_PID", 812),
        ("STY=", "", 0),
        ("STY=9.pts-3.host", "STY", 9),
        ("TMUX=/tmp/a", "", 0),
        ("TMUX=/tmp/a,x,1", "", 0),
        ("VSCODE_PID=0", "", 0),
        ("VSCODE_PID=99999999999", "", 0),
        ("MY_TMUX=/tmp/a,3,4", "", 0),
    ])
    func `a marker names a process`(entry: String, marker: String, pid: Int32) {
        let expected: HostProgram = marker.isEmpty ? .none : .named(marker: marker, pid: pid, isAlive: false)
        #expect(find(["PATH=/bin", entry, "HOME=/root"]) == expected)
    }

    @Test func `of several markers a living one counts`() {
        let entries = ["TMUX=/t,5,0", "VSCODE_PID=6", "STY=7.x"]
        #expect(find(entries, alive: [6]) == .named(marker: "VSCODE_PID", pid: 6, isAlive: true))
        #expect(find(entries, alive: [5, 7]) == .named(marker: "TMUX", pid: 5, isAlive: true))
    }

    @Test func `an environment without markers, or none at all`() {
        #expect(find([]) == .none)
        #expect(find(["A=1", ""]) == .none)
    }
}
