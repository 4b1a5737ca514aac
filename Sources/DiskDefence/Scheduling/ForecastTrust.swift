/// Whether what places are expected to give is to be relied on.
///
/// After some wrong cycles running it is not, after some right ones running it is again; a cycle that says nothing ends no run.
package struct ForecastTrust: Sendable, Equatable {
    private let settings: ScanSettings
    package private(set) var isTrusted = true
    /// Mean absolute error of the newest cycle that had one, as a share.
    package private(set) var newestError: Double?
    private var run = 0

    init(settings: ScanSettings) {
        self.settings = settings
    }

    /// Takes in by what shares the expectations of one cycle were off.
    mutating func observe(_ errors: [Double]) {
        guard !errors.isEmpty else { return }
        let mean = errors.reduce(0, +) / Double(errors.count)
        newestError = mean
        let isWrong = mean > settings.forecastError
        run = isWrong == isTrusted ? run + 1 : 0
        guard run >= (isTrusted ? settings.wrongWindows : settings.rightWindows) else { return }
        isTrusted.toggle()
        run = 0
    }
}
