import Testing

@testable import Formats

struct TimestampTests {
    private static let moments: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_181_481_042, "2026-11-20T13:31:21.042Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ]

    @Test(arguments: moments)
    func `moments are written and read`(milliseconds: Int64, text: String) {
        #expect(Timestamp.text(milliseconds: milliseconds) == text)
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test func `what cannot be written becomes the nearest that can`() {
        #expect(Timestamp.text(milliseconds: .max) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.text(milliseconds: .min) == "0000-01-01T00:00:00.000Z")
    }

    @Test(arguments: [
        ("2026-11-20T13:31:21Z", "2026-11-20T13:31:21.000Z"), ("2026-11-20t13:31:21.0429z", "2026-11-20T13:31:21.042Z"),
        ("2026-11-20 13:31:21.5+01:30", "2026-11-20T12:01:21.500Z"),
        ("2026-11-20T23:31:21-02:00", "2026-11-21T01:31:21.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ])
    func `other ways to write a moment are understood`(text: String, same: String) {
        #expect(Timestamp.milliseconds(text).map(Timestamp.text) == same)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-11-20T13:31:21", "2026-13-20T13:31:21Z", "2026-02-29T13:31:21Z", "1900-02-29T00:00:00Z",
        "2026-11-20T24:31:21Z", "2026-11-20T13:61:21Z", "2026-11-20T13:31:61Z", "2026-11-20T13:31:21.Z",
        "2026-11-20T13:31:21Zx", "2026-11-20T13:31:21+1:00", "2026-00-20T13:31:21Z", "2026-11-00T13:31:21Z",
        "26-11-20T13:31:21Z", "+026-11-20T13:31:21Z",
    ])
    func `anything else is none`(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }

    @Test func `every day of 800 years follows the one before`() {
        let day: Int64 = 86_400_000
        var previous = ""
        for index in stride(from: -365 * 400, through: 365 * 400, by: 1) {
            let text = Timestamp.text(milliseconds: Int64(index) * day)
            #expect(text > previous)
            #expect(Timestamp.milliseconds(text) == Int64(index) * day)
            previous = text
        }
    }
}
