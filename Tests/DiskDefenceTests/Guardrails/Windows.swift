import DiskDefence

extension CalibrationWindow {
    /// A tenth too high and therefore early.
    static let good = CalibrationWindow(
        predictedRate: 1.1e6, actualRate: 1e6, predictedExhaustion: 900, actualExhaustion: 1000)
    /// Right on average, and too late.
    static let late = CalibrationWindow(
        predictedRate: 1e6, actualRate: 1e6, predictedExhaustion: 1001, actualExhaustion: 1000)
    /// Half as fast as it was, and too late.
    static let bad = CalibrationWindow(
        predictedRate: 5e5, actualRate: 1e6, predictedExhaustion: 2000, actualExhaustion: 1000)
}
