extension HistoryLayer {
    /// Every layer, in the order in which they are asked and explained.
    static let all = [
        sustainedLoad, yield, memorySteps, memoryTrend, memoryShift, loadShift, loadAlarm, extremeLoad, slowLoad,
        unsteadiness, together, wentQuiet, dormancy, longPause, atWork, lastChange, familyRests, bursts, burstSizes,
        answeredWork, spellsOfWork, rhythm,
    ]

    static let names = all.map(\.name)
}
