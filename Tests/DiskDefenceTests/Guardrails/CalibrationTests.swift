import DiskDefence
import Model
import Primitives
import Testing

struct CalibrationTests {
    @Test(arguments: [
        (1.3e6, 1e6, 0.3), (7e5, 1e6, 0.3), (-1e6, 1e6, 2), (1e6, 1e6, 0), (0, 0, 0), (4000, -4000, 0), (0, 1e6, 1),
        (1e6, 0, Double.infinity), (1e6, 1, 999_999), (Double.nan, 1e6, .infinity), (1e6, .nan, .infinity),
        (.infinity, .infinity, .infinity),
    ])
    func `the rate error is a share of the actual rate`(predicted: Double, actual: Double, error: Double) {
        let window = CalibrationWindow(predictedRate: predicted, actualRate: actual)
        #expect(isClose(window.rateError(negligible: 4096), error))
    }

    @Test(arguments: [
        (999.0, 1000.0, true), (1000, 1000, true), (1000.001, 1000, false), (nil, 1000, false), (1000, nil, true),
        (nil, nil, true), (Double.nan, 1000, false), (1000, Double.nan, false), (Double.nan, nil, false),
    ])
    func `whoever expects the end no later than it comes is conservative`(
        predicted: Double?, actual: Double?, isConservative: Bool
    ) {
        let window = CalibrationWindow(
            predictedRate: 1, actualRate: 1, predictedExhaustion: predicted, actualExhaustion: actual)
        #expect(window.isConservative == isConservative)
    }

    @Test func `a window is right where the rate error stays below the bound and it is conservative`() {
        var calibration = Calibration()
        #expect(calibration.observe(.good).isWellCalibrated)
        #expect(!calibration.observe(.late).isWellCalibrated)
        #expect(!calibration.observe(.bad).isWellCalibrated)
        let onBound = CalibrationWindow(predictedRate: 1.3e6, actualRate: 1e6)
        #expect(!calibration.observe(onBound).isWellCalibrated)
    }

    @Test func `nine windows say nothing, the tenth passes or fails, and all but pass cost 50`() {
        for (window, status) in [(CalibrationWindow.good, GuardStatus.pass), (.bad, .fail), (.late, .fail)] {
            var calibration = Calibration()
            #expect(calibration.status == .unknown && calibration.penalty == 50)
            for _ in 0..<9 { #expect(calibration.observe(window).status == .unknown) }
            let report = calibration.observe(window)
            #expect(report.status == status && report.windows == 10)
            #expect(report.penalty == (status == .pass ? 0 : 50) && calibration.penalty == report.penalty)
        }
    }

    @Test func `it fails below seven conservative windows of ten, and above a median error of 0.30`() throws {
        var calibration = Calibration()
        for window in [CalibrationWindow](repeating: .good, count: 7) + [.late, .late, .late] {
            _ = calibration.observe(window)
        }
        #expect(calibration.status == .pass)
        #expect(isClose(try #require(calibration.conservativeFraction), 0.7))
        #expect(calibration.observe(.late).status == .fail)

        var other = Calibration()
        for error in [0.1, 0.2, 0.29, 0.29, 0.29, 0.3, 0.5, 0.6, 0.7, 9] {
            _ = other.observe(CalibrationWindow(predictedRate: 1e6 * (1 + error), actualRate: 1e6))
        }
        #expect(isClose(try #require(other.medianRateError), 0.295, within: 1e-9))
        #expect(other.status == .pass)
        #expect(other.observe(CalibrationWindow(predictedRate: 2e6, actualRate: 1e6)).status == .pass)
        #expect(other.observe(CalibrationWindow(predictedRate: 2e6, actualRate: 1e6)).status == .fail)
    }

    @Test func `fifty windows are remembered`() {
        var calibration = Calibration()
        for _ in 0..<200 { _ = calibration.observe(.bad) }
        var needed = 0
        while calibration.status == .fail {
            _ = calibration.observe(.good)
            needed += 1
        }
        // 35 of 50 are to be conservative.
        #expect(needed == 35 && calibration.windows == 50)
    }

    @Test func `an idle volume is foretold rightly, whatever its noise`() {
        var calibration = Calibration()
        var noise = Noise(seed: 4)
        for _ in 0..<60 {
            _ = calibration.observe(
                CalibrationWindow(predictedRate: noise.next() * 4000, actualRate: noise.next() * 4000))
        }
        #expect(calibration.status == .pass)
    }
}

struct DriftTestTests {
    private func windows(until goal: Bool, right: Bool, from test: inout DriftTest) -> Int {
        var count = 0
        while test.isAlarming != goal, count < 1000 {
            test.observe(isWellCalibrated: right)
            count += 1
        }
        return count
    }

    @Test func `from the start the 8th wrong window alarms`() {
        var test = DriftTest()
        #expect(test.value == 1)
        #expect(windows(until: true, right: false, from: &test) == 8)
        #expect(isClose(test.value, 25.62890625))
    }

    @Test func `after the longest good times the 20th wrong window alarms`() {
        var test = DriftTest()
        for _ in 0..<10_000 { test.observe(isWellCalibrated: true) }
        #expect(test.logValue == -5)
        #expect(windows(until: true, right: false, from: &test) == 20)
    }

    @Test func `after the longest bad times the 9th right window ends the alarm`() {
        var test = DriftTest()
        for _ in 0..<10_000 { test.observe(isWellCalibrated: false) }
        #expect(test.logValue == 5)
        #expect(windows(until: false, right: true, from: &test) == 9)
    }

    @Test func `one wrong window in four never alarms, and two in five do in time`() {
        for (wrong, of, alarms) in [(1, 4, false), (2, 5, true)] {
            var test = DriftTest()
            var alarmed = false
            for index in 0..<5000 {
                test.observe(isWellCalibrated: index % of >= wrong)
                alarmed = alarmed || test.isAlarming
            }
            #expect(alarmed == alarms)
        }
    }

    @Test func `after a reset nothing is remembered`() {
        var test = DriftTest()
        for _ in 0..<50 { test.observe(isWellCalibrated: false) }
        test.reset()
        #expect(test == DriftTest())
    }
}

struct GuardSettingsTests {
    @Test func `the defaults are valid, and a value out of range is named by its key`() throws {
        try GuardSettings().validate()
        let wrong: [(String, (inout GuardSettings) -> Void)] = [
            ("disk.guardrails.rate_error", { $0.rateError = .nan }),
            ("disk.guardrails.conservative_fraction", { $0.conservativeFraction = 1.1 }),
            ("disk.guardrails.min_windows", { $0.minimumWindows = 51 }),
            ("disk.guardrails.drift_reward", { $0.driftReward = 0 }),
            ("disk.guardrails.drift_penalty", { $0.driftPenalty = 0.9 }),
            ("disk.guardrails.recovery_windows", { $0.recoveryWindows = 0 }),
            ("disk.policy.canary_deletions_per_hour", { $0.canaryDeletions = -1 }),
        ]
        for (key, change) in wrong {
            var settings = GuardSettings()
            change(&settings)
            let error = #expect(throws: TendError.self) { try settings.validate() }
            #expect(error?.message.hasPrefix("\(key) is ") == true, "\(key)")
        }
    }
}
