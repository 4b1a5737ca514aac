package import Model

/// What work on ballast needs of the world.
package struct BallastWorld {
    /// Who works.
    package var userID: UInt32
    /// Milliseconds since 1970.
    package var now: () -> Int64
    /// On a clock that never steps.
    package var seconds: () -> Double
    /// Waits so many seconds.
    package var pause: (Double) -> Void
    /// 32 bytes of chance.
    package var seed: () -> [UInt8]
    /// Whether to end at the next safe point.
    package var shouldStop: () -> Bool = { false }
    /// Told of every intent and outcome; false for an intent keeps it from being carried out.
    package var record: (BallastEvent) -> Bool = { _ in true }

    package init(
        userID: UInt32, now: @escaping () -> Int64, seconds: @escaping () -> Double,
        pause: @escaping (Double) -> Void, seed: @escaping () -> [UInt8]
    ) {
        self.userID = userID
        self.now = now
        self.seconds = seconds
        self.pause = pause
        self.seed = seed
    }
}
