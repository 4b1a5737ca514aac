/// When something that is used up at a changing rate is gone.
package enum Exhaustion {
    /// The smallest time ≥ 0 at which rate · t + acceleration · t² / 2 reaches an amount, in seconds.
    ///
    /// The root is taken in the form whose terms are added, never the one whose terms nearly cancel: the conjugate
    /// 2d / (r + √D) for r ≥ 0, and (√D − r) / a for r < 0. The discriminant D = r² + 2ad itself is formed with the
    /// rounding error of the product put back (Kahan's difference of products).
    ///
    /// - Parameters:
    ///   - amount: what is left, in any unit; nothing is left at 0 and below.
    ///   - rate: that unit a second, positive where it is being used up.
    ///   - acceleration: change of the rate a second.
    /// - Returns: nil for never, and where a number is not finite.
    package static func time(toUse amount: Double, rate: Double, acceleration: Double) -> Double? {
        guard amount.isFinite, rate.isFinite, acceleration.isFinite else { return nil }
        guard amount > 0 else { return 0 }
        let discriminant = discriminant(amount, rate, acceleration)
        guard discriminant >= 0 else { return nil }
        let root = discriminant.squareRoot()
        let time = rate >= 0 ? 2 * amount / (rate + root) : acceleration > 0 ? (root - rate) / acceleration : .infinity
        return time.isFinite ? time : nil
    }

    private static func discriminant(_ amount: Double, _ rate: Double, _ acceleration: Double) -> Double {
        let twice = 2 * acceleration
        let product = twice * amount
        let lost = (-product).addingProduct(twice, amount)
        return product.addingProduct(rate, rate) + lost
    }
}
