import Testing

@testable import Reporting

struct StyleTests {
    @Test(
        arguments: [
            ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false), (["NO_COLOR": ""], true, true),
            (["CLICOLOR_FORCE": "1"], false, true), (["CLICOLOR_FORCE": "0"], false, false),
            (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], true, false), (["TERM": "dumb"], true, false),
            (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true, true), (["CLICOLOR": "0"], true, false),
        ] as [([String: String], Bool, Bool)])
    func `colours follow the conventions`(environment: [String: String], isTerminal: Bool, color: Bool) {
        #expect(Style.detect(environment: environment, isTerminal: isTerminal, columns: 80).color == color)
    }

    @Test(
        arguments: [
            ([:], false), (["LANG": "en_US.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
            (["LANG": "en_US.UTF-8", "LC_ALL": "C"], false), (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true),
            (["LANG": "de_DE.UTF-8", "LC_ALL": ""], true),
        ] as [([String: String], Bool)])
    func `the locale says whether signs can be shown`(environment: [String: String], unicode: Bool) {
        #expect(Style.detect(environment: environment, isTerminal: true, columns: nil).unicode == unicode)
    }

    @Test(
        arguments: [
            ([:], true, 132, 132), ([:], true, nil, 80), ([:], false, nil, nil), (["COLUMNS": "100"], true, nil, 100),
            (["COLUMNS": "100"], true, 50, 50), (["COLUMNS": "100"], false, nil, 100),
            (["COLUMNS": "x"], false, nil, nil),
            (["COLUMNS": "0"], false, nil, nil), ([:], true, 3, 20),
        ] as [([String: String], Bool, Int?, Int?)])
    func `the width is the terminal's`(environment: [String: String], isTerminal: Bool, columns: Int?, width: Int?) {
        #expect(Style.detect(environment: environment, isTerminal: isTerminal, columns: columns).width == width)
    }

    @Test(
        arguments: [([:], false), (["TERM": "dumb"], false), (["TERM": "xterm"], true)] as [([String: String], Bool)])
    func `a dumb terminal cannot redraw`(environment: [String: String], can: Bool) {
        #expect(Style.canRedraw(environment: environment) == can)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1024, "1,024"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func `numbers in sentences are grouped`(number: Int, text: String) {
        #expect(number.grouped == text)
    }
}
