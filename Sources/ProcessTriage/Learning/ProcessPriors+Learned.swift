internal import Decision
package import Model
internal import Primitives

extension ProcessPriors {
    /// The packs' priors with what labels have taught, within `LearnedBounds`.
    ///
    /// Counts are n' = (S + N) p + R + S p (1 - p) δ: the pack's shares p at its strength S and the labels' N, the labels'
    /// surprises R, and the change δ of log odds that the next wider layer without them shows (category -> role -> all),
    /// which a thing with few labels of its own shrinks to. Pack and labels together count as at most 200.
    ///
    /// - Complexity: constant; some thousand logarithms where bounds bind.
    package func applying(_ learned: LearnedPriors) -> ProcessPriors {
        guard !learned.isEmpty else { return self }
        let evidence = learned.own.pooled(with: learned.imported)
        var priors = self
        for shift in shifts(learned) {
            let total = min(
                LearnedPriors.strengthAtMost, categories[shift.category].counts.reduce(0, +) + shift.weight)
            priors.categories[shift.category].counts = shift.used.map { $0 * total }
        }
        for role in ProcessRole.allCases {
            let (own, others) = Self.parted(evidence.roles, role)
            let pack = roles[role]
            let levels = learnedRows(
                [pack.levels[0], pack.levels[2]], own?.levelWeights, own?.levelResiduals,
                others.map {
                    ($0.levelWeights, $0.levelResiduals, [roles[$0.role].levels[0], roles[$0.role].levels[2]])
                })
            priors.roles[role].levels = [levels[0], levels[0], levels[1]]
            priors.roles[role].modes = learnedRows(
                pack.modes, own?.modeWeights, own?.modeResiduals,
                others.map { ($0.modeWeights, $0.modeResiduals, roles[$0.role].modes) })
        }
        for law in learned.laws { priors.replace(law, pack: self) }
        priors.tempering = min(1, max(LearnedPriors.temperingAtLeast, learned.tempering))
        return priors
    }

    /// How the prior of every category differs from the pack's, in the order of the categories.
    package func shifts(_ learned: LearnedPriors) -> [PriorShift] {
        let all = learned.own.pooled(with: learned.imported).categories
        return ProcessCategory.allCases.map { category in
            let counts = categories[category].counts
            let strength = counts.reduce(0, +)
            let pack = counts.map { $0 / strength }
            let role = categories[category].role
            let sameRole = all.filter { categories[$0.category].role == role && $0.category != category }
            let others = all.filter { categories[$0.category].role != role }
            let wider = Wider(others.map { Source($0.weight, $0.residual, shares(of: $0.category)) }, strength)
            let nearer = Wider(sameRole.map { Source($0.weight, $0.residual, shares(of: $0.category)) }, strength)
            let own = all.first { $0.category == category } ?? CategoryEvidence(category)
            let weight = min(own.weight, LearnedPriors.strengthAtMost - strength)
            let scale = own.weight > 0 ? weight / own.weight : 0
            let learnt = pack.indices.map {
                (strength + weight) * pack[$0] + scale * own.residual[$0]
                    + strength * pack[$0] * (1 - pack[$0]) * nearer.change($0, within: wider)
            }
            let total = learnt.reduce(0) { $0 + max($1, 0) }
            let bounded = LearnedBounds.bounded(learnt.map { max($0, 0) / total }, pack: pack)
            var shift = PriorShift()
            (shift.category, shift.role, shift.weight) = (category, role, own.weight)
            (shift.pack, shift.used, shift.isBounded) = (pack, bounded.shares, bounded.isBounded)
            shift.shift = logarithm(bounded.shares[2] / bounded.shares[0] * pack[0] / pack[2])
            return shift
        }
    }

    private func shares(of category: ProcessCategory) -> [Double] {
        let counts = categories[category].counts
        return counts.map { $0 / counts.reduce(0, +) }
    }

    private static func parted(
        _ roles: [RoleEvidence], _ role: ProcessRole
    ) -> (own: RoleEvidence?, others: [RoleEvidence]) {
        (roles.first { $0.role == role }, roles.filter { $0.role != role })
    }

    /// Rows of counts, the first of useful; each keeps at most the strength that the limit leaves it.
    private func learnedRows(
        _ pack: [[Double]], _ weights: [Double]?, _ residuals: [[Double]]?,
        _ others: [(weights: [Double], residuals: [[Double]], pack: [[Double]])]
    ) -> [[Double]] {
        guard weights != nil || !others.isEmpty else { return pack }
        var strengths: [Double] = []
        var rows: [[Double]] = []
        for (row, counts) in pack.enumerated() {
            let strength = counts.reduce(0, +)
            let told = weights?[row] ?? 0
            let weight = min(told, max(0, LearnedPriors.strengthAtMost - strength))
            let scale = told > 0 ? weight / told : 0
            let sources = others.map { other in
                let total = other.pack[row].reduce(0, +)
                return Source(other.weights[row], other.residuals[row], other.pack[row].map { $0 / total })
            }
            let wider = Wider(sources, strength)
            strengths.append(strength + weight)
            rows.append(
                counts.indices.map { place in
                    let share = counts[place] / strength
                    let borrowed = strength * share * (1 - share) * wider.far(place)
                    let count = (strength + weight) * share + scale * (residuals?[row][place] ?? 0) + borrowed
                    // Nothing that the pack thinks possible is ever ruled out.
                    return max(count, counts[place] * 1e-3)
                })
        }
        let shares = { (rows: [[Double]]) in rows.map { row in row.map { $0 / row.reduce(0, +) } } }
        let bounded = LearnedBounds.bounded(shares(rows), pack: shares(pack))
        return zip(bounded, strengths).map { row, strength in row.map { $0 * strength } }
    }

    /// Takes a fitted law where its subject is known and as far as the bounds let it.
    private mutating func replace(_ law: FittedLaw, pack: ProcessPriors) {
        let index = law.actual.index
        guard index < 3 else { return }
        switch law.kind {
        case .age:
            guard let category = ProcessCategory(rawValue: law.subject) else { return }
            categories[category].age[index] = law.bounded(pack.categories[category].age[index])
        case .quiet:
            guard let role = ProcessRole(rawValue: law.subject) else { return }
            roles[role].quiet[index] = law.bounded(pack.roles[role].quiet[index])
        }
    }
}

/// Labels of something else, with the pack's shares of that.
private struct Source {
    let weight: Double
    let residual: [Double]
    let shares: [Double]

    init(_ weight: Double, _ residual: [Double], _ shares: [Double]) {
        self.weight = weight
        self.residual = residual
        self.shares = shares
    }
}

/// What the labels of several other things show together, as changes of log odds: a share of 0.02 and one of 0.4 move by the
/// same odds and not by the same amount.
private struct Wider {
    private let sources: [Source]
    private let strength: Double
    private let weight: Double

    init(_ sources: [Source], _ strength: Double) {
        self.sources = sources.filter { $0.weight > 0 }
        self.strength = strength
        weight = sources.reduce(0) { $0 + $1.weight }
    }

    /// How far labels of these sources count at all: 0 without any, 1 with very many.
    private var trust: Double { weight / (strength + weight) }

    /// One scoring step at a place, from the pack's strength, and shrunk once more, for it is about something else.
    private func near(_ place: Int) -> Double {
        guard weight > 0 else { return 0 }
        let information = sources.reduce(0) { $0 + $1.weight * $1.shares[place] * (1 - $1.shares[place]) } / weight
        let step = sources.reduce(0) { $0 + $1.residual[place] } / max(information, 1e-6) / (strength + weight)
        // A step this long has left the range in which one step says anything.
        return trust * min(max(step, -LearnedBounds.towardsUseful), LearnedBounds.towardsUseful)
    }

    /// The same for a thing of another role: shrunk twice.
    func far(_ place: Int) -> Double { trust * near(place) }

    /// The change for a thing of the same role, where a wider set speaks as far as this one leaves open.
    func change(_ place: Int, within wider: Wider) -> Double { near(place) + (1 - trust) * wider.far(place) }
}

extension FittedLaw {
    fileprivate func bounded(_ pack: LomaxHours) -> LomaxHours {
        func held(_ value: Double, _ pack: Double) -> Double {
            value.isFinite ? min(max(value, pack / LearnedBounds.lawFactor), pack * LearnedBounds.lawFactor) : pack
        }
        return LomaxHours(shape: held(shape, pack.shape), scale: held(scale, pack.scale))
    }
}
