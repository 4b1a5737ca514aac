import DiskDefence
import Primitives
import Testing

struct ControlSettingsTests {
    @Test func `the defaults are valid`() throws {
        try ControlSettings().validate()
    }

    @Test func `each value out of range is named by its key`() {
        let wrong: [(String, (inout ControlSettings) -> Void)] = [
            ("disk.pressure.green_percent", { $0.greenMinimum = 101 }),
            ("disk.pressure.yellow_percent", { $0.yellowMinimum = 20 }),
            ("disk.pressure.orange_percent", { $0.orangeMinimum = .nan }),
            ("disk.pressure.red_percent", { $0.redMinimum = -1 }),
            ("disk.pressure.recovery_margin", { $0.recoveryMargin = -0.1 }),
            ("disk.pressure.recovery_looks", { $0.recoveryLooks = 0 }),
            ("disk.forecast.base_alpha", { $0.baseAlpha = 1.1 }), ("disk.forecast.burst_gain", { $0.burstGain = -1 }),
            ("disk.forecast.min_alpha", { $0.minimumAlpha = 0.9 }),
            ("disk.forecast.max_alpha", { $0.maximumAlpha = 2 }),
            ("disk.forecast.min_samples", { $0.minimumSamples = 1 }),
            ("disk.forecast.confidence_half_life", { $0.confidenceHalfLife = 0 }),
            ("disk.forecast.longest_interval", { $0.longestInterval = .infinity }),
            ("disk.control.target_free_percent", { $0.targetFree = -1 }),
            ("disk.control.integral_gain", { $0.integralGain = .nan }),
            ("disk.control.boosted_urgency", { $0.boostedUrgency = 1.5 }),
            ("disk.control.critical_scan_interval", { $0.criticalScanInterval = 0 }),
        ]
        for (key, change) in wrong {
            var settings = ControlSettings()
            change(&settings)
            let error = #expect(throws: TendError.self) { try settings.validate() }
            #expect(error?.code == .configuration && error?.message.hasPrefix("\(key) is ") == true, "\(key)")
        }
    }
}
