import DiskDefence
import Glibc
import Model
import Primitives
import Testing

/// Replays `Fixtures/disk/pressure.trace`, whose first lines say what happens in it.
struct TraceReplayTests {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Fixtures/disk"

    private struct Line {
        var seconds: Double
        var volume: String
        var space: Reading<VolumeSpace>
    }

    @Test func `a recorded trace gives the recorded decisions, byte for byte`() throws {
        let trace = try trace()
        let decisions = replay(trace)
        let text = zip(trace, decisions).map { describe($0, $1) + "\n" }.joined()
        let golden = try read("\(Self.folder)/pressure.decisions")
        let place = text == golden ? "" : try keep(text)
        #expect(text == golden, "compare what was now decided, in \(place)")
        #expect(replay(trace) == decisions)
    }

    @Test func `what the trace is to show happens in it`() throws {
        let decisions = replay(try trace())
        #expect(Set(decisions.map(\.level)) == Set(PressureLevel.allCases))
        #expect(Set(decisions.map(\.ballast)) == Set(BallastRelease.allCases))
        #expect(Set(decisions.map(\.forecast.trend)) == Set(SpaceForecast.Trend.allCases))
        #expect(decisions.contains { $0.boosted } && decisions.contains { $0.isHeld })
        #expect(decisions.contains { $0.resource == .inodes })
        #expect(Set(decisions.compactMap(\.unread)) == [.timedOut, .gone])
    }

    @Test func `the order of volumes among each other changes no decision`() throws {
        let trace = try trace()
        let decisions = replay(trace)
        for volume in Set(trace.map(\.volume)) {
            let alone = trace.indices.filter { trace[$0].volume == volume }
            #expect(replay(alone.map { trace[$0] }) == alone.map { decisions[$0] })
        }
    }

    private func replay(_ trace: [Line]) -> [PressureDecision] {
        var volumes: [String: VolumePressure] = [:]
        return trace.map { volumes[$0.volume, default: VolumePressure()].observe($0.space, at: $0.seconds) }
    }

    private func describe(_ line: Line, _ decision: PressureDecision) -> String {
        let forecast = decision.forecast
        func number(_ value: Double?, _ decimals: Int = 1) -> String { value?.text(decimals: decimals) ?? "-" }
        let flags = [(decision.boosted, "boosted"), (decision.isHeld, "held"), (forecast.isFallback, "fallback")]
        return [
            number(line.seconds, 0), line.volume, decision.level.rawValue, "urgency", number(decision.urgency, 4),
            "ballast", decision.ballast.rawValue, "batch", "\(decision.deleteBatch)", "every",
            number(decision.scanInterval), "free", number(decision.freePercent, 3), decision.resource.rawValue, "rate",
            number(forecast.rate), number(forecast.acceleration), "ends", number(forecast.secondsToExhaustion),
            number(forecast.earliestExhaustion), "red", number(forecast.secondsUntilRed), "confidence",
            number(forecast.confidence, 4), forecast.trend.rawValue, "inodes", number(decision.inodeForecast?.rate),
            number(decision.inodeForecast?.secondsUntilRed), flags.filter(\.0).map(\.1).joined(separator: "+"),
        ].joined(separator: " ")
    }

    private func trace() throws -> [Line] {
        try read("\(Self.folder)/pressure.trace").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { text in
            let fields = text.split(separator: " ").map(String.init)
            let numbers = fields.dropFirst(2).compactMap { UInt64($0) }
            let seconds = try #require(Double(fields[0]))
            guard numbers.count == 5 else {
                let reason = try #require(fields.last.flatMap(Unavailability.init))
                return Line(seconds: seconds, volume: fields[1], space: .unavailable(reason))
            }
            let space = VolumeSpace(
                totalBytes: ByteCount(numbers[0]), usedBytes: ByteCount(numbers[1]),
                availableBytes: ByteCount(numbers[2]), inodesTotal: numbers[3], inodesAvailable: numbers[4])
            return Line(seconds: seconds, volume: fields[1], space: .measured(space))
        }
    }

    private func read(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"), "cannot open \(path)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a new answer lies, which replaces the golden one if it is meant.
    private func keep(_ text: String) throws -> String {
        var name = Array("/tmp/tend-trace-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&name)))
        let path = folder + "/pressure.decisions"
        let file = try #require(fopen(path, "w"), "cannot write \(path)")
        fputs(text, file)
        fclose(file)
        return path
    }
}
