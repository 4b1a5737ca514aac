import Primitives
import Testing

@testable import Formats

struct HumanDurationTests {
    private static let texts: [(Double, String)] = [
        (0, "0s"), (0.04, "0s"), (0.5, "0.5s"), (9.99, "9.9s"), (3, "3s"), (45.9, "45s"), (60, "1m"), (1080, "18m"),
        (1110, "18m 30s"), (3600, "1h"), (7500, "2h 5m"), (3605, "1h"), (273_600, "3d 4h"), (259_200, "3d"),
        (34_560_000, "400d"), (-90, "-1m 30s"), (.nan, "-"), (.infinity, "-"), (1e300, "11574074074d 1h"),
    ]

    @Test(arguments: texts)
    func `the two largest units are shown`(seconds: Double, text: String) {
        #expect(HumanDuration.text(seconds: seconds) == text)
    }

    @Test(arguments: [
        ("2h", Duration.seconds(7200)), ("90s", .seconds(90)), ("1d12h", .seconds(129_600)),
        ("500ms", .milliseconds(500)), ("120", .seconds(120)), ("1.5h", .seconds(5400)), ("0.25", .milliseconds(250)),
        ("1d 12h", .seconds(129_600)), ("1w", .seconds(604_800)), ("5 min", .seconds(300)), ("7us", .microseconds(7)),
        ("0s", .zero),
    ])
    func `spans are read`(text: String, duration: Duration) {
        #expect(HumanDuration.parse(text) == duration)
    }

    @Test(arguments: [
        "", "h", "-5s", "+5s", "5x", "5 3", "5s3", "1s2h", "1h1h", "1.h", ".5h", "1e3", "99999999999999999999s",
        "99999999999w", " 5s", "5S",
    ])
    func `anything else is none`(text: String) {
        #expect(HumanDuration.parse(text) == nil)
    }
}

struct ByteCountTextTests {
    @Test(
        arguments: [
            ("4GB", 4_000_000_000), ("20GiB", 21_474_836_480), ("800M", 838_860_800), ("1.5 TiB", 1_649_267_441_664),
            ("512", 512), ("512B", 512), ("1k", 1024), ("1kb", 1000), ("2pib", 2_251_799_813_685_248), ("0", 0),
        ] as [(String, UInt64)])
    func `amounts are read`(text: String, bytes: UInt64) {
        #expect(ByteCount.parse(text) == ByteCount(bytes))
    }

    @Test(arguments: ["", "GB", "-1", "4XB", "4GBB", "1..5G", "16E", "99999999999999999999"])
    func `anything else is none`(text: String) {
        #expect(ByteCount.parse(text) == nil)
    }
}
