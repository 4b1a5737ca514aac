import Testing

@testable import Formats

struct TOONEncoderTests {
    private static let numbers: [(Double, String)] = [
        (0, "0"), (-0.0, "0"), (1.5, "1.5"), (-1, "-1"), (1e6, "1000000"), (1e-7, "0.0000001"), (1.25e-3, "0.00125"),
        (1e22, "10000000000000000000000"), (1.5e20, "150000000000000000000"), (-2.5e-10, "-0.00000000025"),
        (123456.789, "123456.789"), (.nan, "null"), (-.infinity, "null"),
    ]

    @Test(arguments: numbers)
    func `numbers are written without exponent`(number: Double, expected: String) {
        #expect(TOONEncoder().encode(.number(number)) == expected)
    }

    @Test func `a fleet of like objects becomes a table`() {
        let value: JSONValue = ["hosts": [["name": "a", "load": 0.5], ["name": "b", "load": 12]]]
        #expect(TOONEncoder().encode(value) == "hosts[2]{name,load}:\n  a,0.5\n  b,12")
    }
}
