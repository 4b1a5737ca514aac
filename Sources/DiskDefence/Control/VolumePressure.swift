package import Model
package import Primitives

/// The pressure of one volume, look after look: forecast, controller and levels in one state machine.
///
/// The same readings at the same times give the same decisions, bit for bit. What time does wrong costs no more than
/// knowledge: looks at one moment are one look; a clock that went back, or forth by more than `longestInterval`, gives no
/// rate and nothing to sum up. The level always follows the newest percentage.
package struct VolumePressure: Sendable, Equatable {
    private struct Look: Equatable {
        var space: VolumeSpace
        var seconds: Double
        /// Whether the capacity was another one than at the look before.
        var resized = false
    }

    /// How a look lies to the one before.
    private enum Interval: Equatable {
        /// There is none before, or it lies too far back.
        case begins
        /// At the same moment, or at none.
        case none
        /// The clock went back: the two cannot be compared.
        case broken
        case seconds(Double)
    }

    private let settings: ControlSettings
    private let response: PressureResponse
    private var estimator: RateEstimator
    private var inodeEstimator: RateEstimator
    private var controller: PressureController
    private var levels: PressureLevels
    private var last: Look?
    /// Whether room was taken or given by whoever watches since the last look.
    private var isDisturbed = false
    /// What was decided last; stands while nothing can be read.
    private var level = PressureLevel.green
    private var urgency = 0.0

    package init(settings: ControlSettings = ControlSettings()) {
        self.settings = settings
        response = PressureResponse(settings: settings)
        estimator = RateEstimator(settings: settings)
        inodeEstimator = estimator
        controller = PressureController(settings: settings)
        levels = PressureLevels(settings: settings)
    }

    /// Whoever watches has made or released ballast, or removed something: what the next look shows of it is no rate.
    package mutating func disturb() { isDisturbed = true }

    /// Takes a look in and decides.
    ///
    /// A reading that is missing keeps level and urgency, ages the forecast, and releases and deletes nothing. Where the
    /// volume is gone, forecast, controller and last look are forgotten: what comes back begins as a new volume does.
    ///
    /// - Parameters:
    ///   - space: what was read, or why not.
    ///   - seconds: when, on any clock that keeps its unit; NaN and infinities are no time.
    /// - Returns: what to do now.
    package mutating func observe(_ space: Reading<VolumeSpace>, at seconds: Double) -> PressureDecision {
        switch space {
        case .measured(let space): decide(space, at: seconds)
        case .unavailable(let reason): hold(because: reason, at: seconds)
        }
    }

    private mutating func decide(_ space: VolumeSpace, at seconds: Double) -> PressureDecision {
        let interval = interval(to: seconds)
        let elapsed = take(space, interval, at: seconds)
        let free = space.scarcestFreePercent
        var decision = PressureDecision()
        decision.resource = space.scarcest
        decision.freePercent = free
        decision.level = levels.observe(freePercent: free, isLater: interval != .none)
        decision.isHeld = levels.level(at: free) < decision.level
        decision.urgency = controller.observe(freePercent: free, elapsed: elapsed)
        forecast(space, into: &decision)
        respond(to: space, in: &decision)
        (level, urgency) = (decision.level, decision.urgency)
        return decision
    }

    private func respond(to space: VolumeSpace, in decision: inout PressureDecision) {
        if let urgency = response.boost(at: decision.level, forecast: decision.soonestRed), urgency > decision.urgency {
            decision.urgency = urgency
            decision.boosted = true
        }
        if decision.level == .critical { decision.urgency = 1 }
        decision.scanInterval = response.scanInterval(at: decision.level)
        decision.deleteBatch = response.deleteBatch(at: decision.level)
        if ballastHelps(space, decision) {
            decision.ballast = response.ballast(at: decision.level, urgency: decision.urgency)
        }
    }

    /// Ballast gives bytes back and next to no inodes: it stays where bytes are neither short nor foretold to be.
    private func ballastHelps(_ space: VolumeSpace, _ decision: PressureDecision) -> Bool {
        space.freePercent < settings.greenMinimum
            || response.boost(at: decision.level, forecast: decision.forecast) != nil
            || decision.resource == .bytes && !decision.boosted
    }

    /// Remembers the look; returns the seconds over which it can be compared with the one before, nil where it cannot.
    private mutating func take(_ space: VolumeSpace, _ interval: Interval, at seconds: Double) -> Double? {
        switch interval {
        case .none: return nil
        case .begins:
            estimator.begin()
            inodeEstimator.begin()
            controller = PressureController(settings: settings)
            last = Look(space: space, seconds: seconds)
            return nil
        case .broken:
            last = Look(space: space, seconds: seconds)
            return nil
        case .seconds(let elapsed):
            guard let before = last else { return nil }
            guard !isDisturbed else {
                isDisturbed = false
                last = Look(space: space, seconds: seconds)
                return nil
            }
            let resized = before.space.usableBytes != space.usableBytes
            last = Look(space: space, seconds: seconds, resized: resized)
            // A new size, or another volume in the same place, is neither written nor removed. A size that changes look
            // after look is a pool that others draw on: what they take is gone all the same.
            guard !resized || before.resized else { return nil }
            let bytes = Self.difference(before.space.availableBytes.bytes, space.availableBytes.bytes)
            estimator.observe(consumed: bytes, over: elapsed)
            let inodes = Self.difference(before.space.inodesAvailable, space.inodesAvailable)
            inodeEstimator.observe(consumed: inodes, over: elapsed)
            return elapsed
        }
    }

    private func forecast(_ space: VolumeSpace, age: Double = 0, into decision: inout PressureDecision) {
        decision.forecast = estimator.forecast(in: space, age: age)
        guard space.inodesTotal > 0 else { return }
        decision.inodeForecast = inodeEstimator.forecast(of: .inodes, in: space, age: age)
    }

    private func interval(to seconds: Double) -> Interval {
        guard seconds.isFinite else { return .none }
        guard let last else { return .begins }
        let elapsed = seconds - last.seconds
        if elapsed < 0 { return .broken }
        if elapsed < settings.shortestInterval { return .none }
        return elapsed > settings.longestInterval ? .begins : .seconds(elapsed)
    }

    private mutating func hold(because reason: Unavailability, at seconds: Double) -> PressureDecision {
        levels.miss()
        if reason == .gone { forget() }
        var decision = PressureDecision()
        decision.level = level
        decision.urgency = urgency
        if let last { forecast(last.space, age: seconds - last.seconds, into: &decision) }
        decision.unread = reason
        // Nothing may be deleted, so there is no hurry to find something.
        decision.scanInterval = response.scanInterval(at: .green)
        return decision
    }

    private mutating func forget() {
        estimator = RateEstimator(settings: settings)
        inodeEstimator = estimator
        controller = PressureController(settings: settings)
        levels = PressureLevels(settings: settings)
        last = nil
    }

    /// Exact where the numbers themselves would be rounded.
    private static func difference(_ before: UInt64, _ after: UInt64) -> Double {
        before >= after ? Double(before - after) : -Double(after - before)
    }
}
