import Formats
import Model
import Planning
import Reporting
import Testing

@testable import Cockpit

struct ApprovalPageTests {
    private func page(_ keys: String = "", width: Int = 100, height: Int = 24, items: [ApprovalItem]? = nil) -> [String]
    {
        var state = ApprovalState(items ?? SamplePlan.items)
        for key in keys { _ = state.handle(.character(key)) }
        return ApprovalPage(state: state, style: Style(color: false, unicode: false, width: width), height: height)
            .lines
    }

    @Test func `a process shows command, age, memory, advice and why`() {
        let lines = page(items: Array(SamplePlan.items[2...3]))
        #expect(
            lines == [
                "Which of these processes should be stopped?",
                "       #  PID  ADVICE       AGE   MEMORY  WHAT  COMMAND",
                "> [ ]  1   33  review     1d 3h  1.1 GiB  jest  node /srv/application/node_modules/.bin/jest --wa...",
                "      Nobody watches it.",
                "      ! Files are open.",
                "  [-]  2   44  stop_unit  1d 3h  1.1 GiB  jest  node /srv/application/node_modules/.bin/jest --wa...",
                "      Nobody watches it.",
                "0 of 2 ticked, 0 B",
                "space tick  a all recommended  n none  e evidence  enter stop the ticked  q leave  ? help",
            ])
    }

    @Test func `evidence of the highlighted one is shown with its weight`() {
        let lines = page("e", items: Array(SamplePlan.items.prefix(1)))
        #expect(lines[0] == "Stop this process?")
        #expect(lines.contains("      +2.3  Nobody watches it."))
        #expect(lines.contains("      -0.5  It used the processor."))
    }

    @Test func `where little fits, only the highlighted one explains itself`() {
        let lines = page(height: 12)
        #expect(lines.filter { $0.contains("Nobody watches it.") }.count == 1)
        #expect(lines.filter { $0.contains("[") && $0.contains("jest") }.count == 5)
    }

    @Test(arguments: [40, 47, 60, 80, 120, 300], ["", "G", "e", "?", "Ge", "jjj "])
    func `nothing is wider or higher than the terminal`(width: Int, keys: String) {
        let many = (0..<60).map {
            ApprovalItem(SamplePlan.process(Int32($0 * 70_000), .stop, gates: [SamplePlan.question]))
        }
        for height in [1, 4, 6, 8, 15, 24, 70, 300] {
            let lines = page(keys, width: width, height: height, items: many)
            #expect(lines.count <= max(height - 1, 1))
            for line in lines { #expect(line.columns <= width) }
        }
    }

    @Test(arguments: ["", "G", "jjjjjjjjjjjjjjjjjjjjjjj"])
    func `the highlighted one is always in sight`(keys: String) {
        let many = (0..<60).map { ApprovalItem(SamplePlan.process(Int32($0), .stop)) }
        for height in [7, 10, 24, 50] {
            #expect(page(keys, height: height, items: many).contains { $0.hasPrefix("> [") })
        }
    }

    @Test func `the plain list explains every process`() {
        let state = ApprovalState(SamplePlan.items)
        let lines = ApprovalPage(state: state, style: .plain, height: 0).plainList
        #expect(lines.filter { $0.hasSuffix("Nobody watches it.") }.count == 5)
        #expect(lines.contains("      ! systemd runs it."))
    }
}
