/// Intervals that hold with a stated probability whatever the distribution is, as long as past and future may be exchanged.
package enum Conformal {
    /// The radius that a new score stays within with probability 1 − α.
    ///
    /// The k-th smallest of n scores for k = ⌈(n+1)(1−α)⌉, and +∞ where k > n: so few scores promise nothing, and the
    /// shortest list with a finite radius has ⌈1/α⌉ − 1 of them. A NaN score counts as +∞ (unknown is not safe). NaN unless
    /// 0 < α < 1.
    ///
    /// Source: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, J. American Statistical Association 113 (2018), 1094-1111.
    /// Complexity: O(*n* log *n*).
    /// - Parameters:
    ///   - scores: how wrong past predictions were, such as |observed − predicted|, in any unit.
    ///   - alpha: how often the radius may be left.
    /// - Returns: a radius in the unit of the scores.
    package static func splitRadius(scores: [Double], alpha: Double) -> Double {
        guard alpha > 0, alpha < 1 else { return .nan }
        let rank = max(1, (Double(scores.count + 1) * (1 - alpha)).rounded(.up))
        guard rank <= Double(scores.count) else { return .infinity }
        return scores.map { $0.isNaN ? .infinity : $0 }.sorted()[Int(rank) - 1]
    }

    /// The radius that every score of a new block of time stays within with probability 1 − α.
    ///
    /// `splitRadius` of the largest score of each block, so that only blocks need to be exchangeable and neighbours in time
    /// may hang together. Blocks end at the newest score; an incomplete oldest one is left out. NaN unless the block length
    /// is ≥ 1 and 0 < α < 1; +∞ below `blockLength` · (⌈1/α⌉ − 1) scores.
    ///
    /// Source: Chernozhukov, Wuethrich and Zhu, Proceedings of Machine Learning Research 75 (2018), 732-749.
    /// Complexity: O(*n* log *n*).
    /// - Parameters:
    ///   - scores: oldest first.
    ///   - blockLength: in scores; longer than the time over which they hang together.
    ///   - alpha: how often a block may leave the radius.
    /// - Returns: a radius in the unit of the scores.
    package static func blockedRadius(scores: [Double], blockLength: Int, alpha: Double) -> Double {
        guard blockLength >= 1 else { return .nan }
        let oldest = scores.count % blockLength
        let largest = stride(from: oldest, to: scores.count, by: blockLength).map { start in
            scores[start..<start + blockLength].reduce(-.infinity) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
        }
        return splitRadius(scores: largest, alpha: alpha)
    }
}
