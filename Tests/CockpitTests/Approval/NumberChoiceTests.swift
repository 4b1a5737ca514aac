import Primitives
import Testing

@testable import Cockpit

struct NumberChoiceTests {
    @Test(arguments: [
        ("", []), ("  ", []), ("1", [0]), ("1,3", [0, 2]), ("1-3", [0, 1, 2]), ("3, 1 1", [0, 2]), ("a", [0, 1]),
        ("5\r", [4]),
    ])
    func `numbers and ranges are chosen`(line: String, chosen: [Int]) throws {
        #expect(try NumberChoice(SamplePlan.items).parse(line) == chosen)
    }

    @Test(arguments: [
        ("4", "4 cannot be chosen. systemd runs it."), ("1-4", "4 cannot be chosen. systemd runs it."),
        ("9", "There is no 9: the list has 5."), ("0", "There is no 0: the list has 5."),
        ("5-99999999999", "There is no 6: the list has 5."), ("3-1", "'3-1' is no number and no range such as 3-5."),
        ("1-2-3", "'1-2-3' is no number and no range such as 3-5."),
        ("all", "'all' is no number and no range such as 3-5."),
        ("-1", "'-1' is no number and no range such as 3-5."),
    ])
    func `anything else is explained and nothing of it is chosen`(line: String, message: String) throws {
        let error = try #require(throws: TendError.self) { try NumberChoice(SamplePlan.items).parse(line) }
        #expect(error.message == message)
    }
}
