import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct SupervisorMarkersTests {
    private func find(_ entries: String...) -> [SupervisorMark]? {
        SupervisorMarkers.find(in: Array(entries.map { "\($0)\0" }.joined().utf8))
    }

    @Test func `systemd notes which process it executed`() {
        #expect(find("A=1", "SYSTEMD_EXEC_PID=412", "B=2") == [SupervisorMark(kind: "systemd", startedPID: 412)])
        #expect(find("SYSTEMD_EXEC_PID=") == nil)
        #expect(find("SYSTEMD_EXEC_PID=99999999999") == nil)
        #expect(find("MY_SYSTEMD_EXEC_PID=4") == nil)
    }

    @Test func `supervisord leaves group, name and address`() {
        let address = [ForeignText("-s"), ForeignText("unix:///run/s.sock")]
        #expect(
            find("SUPERVISOR_PROCESS_NAME=a", "SUPERVISOR_GROUP_NAME=web", "SUPERVISOR_SERVER_URL=unix:///run/s.sock")
                == [SupervisorMark(kind: "supervisord", unit: ForeignText("web:a"), address: address)])
        #expect(
            find("SUPERVISOR_PROCESS_NAME=web", "SUPERVISOR_GROUP_NAME=web")
                == [SupervisorMark(kind: "supervisord", unit: ForeignText("web"))])
        #expect(find("SUPERVISOR_GROUP_NAME=web") == nil)
    }

    @Test func `PM2 leaves home, number and name, and a name alone is nobody's`() {
        let address = [ForeignText("env"), ForeignText("PM2_HOME=/root/.pm2")]
        #expect(
            find("name=api", "PM2_HOME=/root/.pm2", "pm_id=0")
                == [SupervisorMark(kind: "pm2", unit: ForeignText("api"), address: address)])
        #expect(find("name=api", "PM2_HOME=/root/.pm2") == nil)
        #expect(find("name=api") == nil)
        #expect(find() == nil)
    }
}
