internal import Primitives

/// How far learning may move what the packs say; nobody's labels go beyond.
package enum LearnedBounds {
    /// Towards abandoned or useful_bad: odds at most doubled, in each table.
    package static let towardsHarm = logarithm(2)
    /// Towards useful: odds at most quartered.
    package static let towardsUseful = logarithm(4)
    /// Fitted laws keep shape and scale within this factor of the pack's, either way.
    package static let lawFactor = 2.0

    /// Probabilities of the classes with the odds against useful held within the bounds.
    static func bounded(_ shares: [Double], pack: [Double]) -> (shares: [Double], isBounded: Bool) {
        var isBounded = false
        var weights = [1.0]
        for index in 1..<shares.count {
            let odds = logarithm(pack[index] / pack[0])
            let shift = logarithm(max(shares[index], 1e-9) / max(shares[0], 1e-9)) - odds
            let held = min(max(shift, -towardsUseful), towardsHarm)
            isBounded = isBounded || held != shift
            weights.append(exponential(odds + held))
        }
        let total = weights.reduce(0, +)
        return (weights.map { $0 / total }, isBounded)
    }

    /// Rows of shares, the first of useful, moved back towards the pack's as far as it takes to keep the bounds.
    ///
    /// All rows move together, along p^(1-λ) q^λ normalised; λ = 0 is the pack itself.
    ///
    /// - Complexity: a dozen passes over the rows, none where the bounds hold already.
    static func bounded(_ rows: [[Double]], pack: [[Double]]) -> [[Double]] {
        func mixed(_ part: Double) -> [[Double]] {
            zip(pack, rows).map { before, after in
                let weights = zip(before, after).map {
                    exponential((1 - part) * logarithm($0) + part * logarithm(max($1, 1e-9)))
                }
                let total = weights.reduce(0, +)
                return weights.map { $0 / total }
            }
        }
        guard !holds(rows, pack) else { return rows }
        var (least, most) = (0.0, 1.0)
        for _ in 0..<12 {
            let middle = (least + most) / 2
            if holds(mixed(middle), pack) { least = middle } else { most = middle }
        }
        return mixed(least)
    }

    private static func holds(_ rows: [[Double]], _ pack: [[Double]]) -> Bool {
        for row in 1..<rows.count {
            for place in rows[row].indices {
                guard rows[row][place] > 0, rows[0][place] > 0 else { return false }
                let shift = logarithm(rows[row][place] / rows[0][place] * pack[0][place] / pack[row][place])
                guard shift <= towardsHarm + 1e-12, shift >= -towardsUseful - 1e-12 else { return false }
            }
        }
        return true
    }
}
