internal import Decision
package import Model
internal import Primitives

extension ProcessPriors {
    /// The packs' priors with what labels have taught, within `LearnedBounds`.
    ///
    /// Counts are n' = (S + N) p + R + S ρ: the pack's shares p at its strength S and the labels' N, the labels'
    /// surprises R, and the mean surprise ρ of the next wider layer without them (category -> role -> all), which a
    /// thing with few labels of its own shrinks to. Pack and labels together count as at most 200.
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
                others.map { ($0.levelWeights, $0.levelResiduals) })
            priors.roles[role].levels = [levels[0], levels[0], levels[1]]
            priors.roles[role].modes = learnedRows(
                pack.modes, own?.modeWeights, own?.modeResiduals, others.map { ($0.modeWeights, $0.modeResiduals) })
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
            let fromAll = Self.mean(others, strength, towards: [0, 0, 0])
            let fromRole = Self.mean(sameRole, strength, towards: fromAll)
            let own = all.first { $0.category == category } ?? CategoryEvidence(category)
            let weight = min(own.weight, LearnedPriors.strengthAtMost - strength)
            let scale = own.weight > 0 ? weight / own.weight : 0
            let learnt = pack.indices.map {
                (strength + weight) * pack[$0] + scale * own.residual[$0] + strength * fromRole[$0]
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

    /// The mean surprise of some categories, shrunk with the given strength towards that of a wider layer.
    private static func mean(
        _ evidence: [CategoryEvidence], _ strength: Double, towards wider: [Double]
    ) -> [Double] {
        let weight = evidence.reduce(0) { $0 + $1.weight }
        return wider.indices.map { index in
            let residual = evidence.reduce(0) { $0 + $1.residual[index] }
            return (strength * wider[index] + residual) / (strength + weight)
        }
    }

    private static func parted(
        _ roles: [RoleEvidence], _ role: ProcessRole
    ) -> (own: RoleEvidence?, others: [RoleEvidence]) {
        (roles.first { $0.role == role }, roles.filter { $0.role != role })
    }

    /// Rows of counts, the first of useful; each keeps at most the strength that the limit leaves it.
    private func learnedRows(
        _ pack: [[Double]], _ weights: [Double]?, _ residuals: [[Double]]?,
        _ others: [(weights: [Double], residuals: [[Double]])]
    ) -> [[Double]] {
        guard weights != nil || !others.isEmpty else { return pack }
        var strengths: [Double] = []
        var rows: [[Double]] = []
        for (row, counts) in pack.enumerated() {
            let strength = counts.reduce(0, +)
            let told = weights?[row] ?? 0
            let weight = min(told, max(0, LearnedPriors.strengthAtMost - strength))
            let scale = told > 0 ? weight / told : 0
            let among = others.reduce(0) { $0 + $1.weights[row] }
            strengths.append(strength + weight)
            rows.append(
                counts.indices.map { place in
                    let wider = others.reduce(0) { $0 + $1.residuals[row][place] } / (strength + among)
                    let own = scale * (residuals?[row][place] ?? 0)
                    let count = (strength + weight) * counts[place] / strength + own + strength * wider
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

extension FittedLaw {
    fileprivate func bounded(_ pack: LomaxHours) -> LomaxHours {
        func held(_ value: Double, _ pack: Double) -> Double {
            value.isFinite ? min(max(value, pack / LearnedBounds.lawFactor), pack * LearnedBounds.lawFactor) : pack
        }
        return LomaxHours(shape: held(shape, pack.shape), scale: held(scale, pack.scale))
    }
}
