package import Model

extension PriorEvidence {
    /// Both together, as if all labels had been given on one machine.
    package func pooled(with other: PriorEvidence) -> PriorEvidence {
        var pooled = self
        for entry in other.categories {
            let place = pooled.categories.firstIndex { $0.category == entry.category }
            guard let place else {
                pooled.categories.append(entry)
                continue
            }
            pooled.categories[place].weight += entry.weight
            pooled.categories[place].residual = sum(pooled.categories[place].residual, entry.residual)
        }
        for entry in other.roles {
            guard let place = pooled.roles.firstIndex(where: { $0.role == entry.role }) else {
                pooled.roles.append(entry)
                continue
            }
            pooled.roles[place].add(entry)
        }
        return pooled
    }

    /// The same with no category and no row of a role counting more than the limit.
    ///
    /// - Parameter limit: in weights of labels.
    /// - Returns: sums scaled down as a whole, so that what they say stays as it is.
    package func capped(at limit: Double) -> PriorEvidence {
        var capped = self
        for place in capped.categories.indices where capped.categories[place].weight > limit {
            let factor = limit / capped.categories[place].weight
            capped.categories[place].weight = limit
            capped.categories[place].residual = capped.categories[place].residual.map { $0 * factor }
        }
        for place in capped.roles.indices {
            capped.roles[place].cap(\.levelWeights, \.levelResiduals, at: limit)
            capped.roles[place].cap(\.modeWeights, \.modeResiduals, at: limit)
        }
        return capped
    }

    private func sum(_ left: [Double], _ right: [Double]) -> [Double] { zip(left, right).map { $0 + $1 } }
}

extension RoleEvidence {
    fileprivate mutating func add(_ other: RoleEvidence) {
        levelWeights = zip(levelWeights, other.levelWeights).map { $0 + $1 }
        modeWeights = zip(modeWeights, other.modeWeights).map { $0 + $1 }
        levelResiduals = zip(levelResiduals, other.levelResiduals).map { zip($0, $1).map { $0 + $1 } }
        modeResiduals = zip(modeResiduals, other.modeResiduals).map { zip($0, $1).map { $0 + $1 } }
    }

    fileprivate mutating func cap(
        _ weights: WritableKeyPath<RoleEvidence, [Double]>, _ residuals: WritableKeyPath<RoleEvidence, [[Double]]>,
        at limit: Double
    ) {
        // One factor for all rows: their labels are the same.
        guard let largest = self[keyPath: weights].max(), largest > limit else { return }
        let factor = limit / largest
        self[keyPath: weights] = self[keyPath: weights].map { $0 * factor }
        self[keyPath: residuals] = self[keyPath: residuals].map { $0.map { $0 * factor } }
    }
}

extension FittedLaw {
    /// Laws of both; of the same thing the mean of the logarithms, weighted by their labels.
    package static func pooled(_ laws: [FittedLaw], _ others: [FittedLaw]) -> [FittedLaw] {
        var pooled = laws
        for other in others {
            if let place = pooled.firstIndex(where: { $0.isAbout(other) }) {
                pooled[place] = pooled[place].pooled(with: other)
            } else {
                pooled.append(other)
            }
        }
        return pooled
    }

    /// Whether both are laws of the same thing.
    func isAbout(_ other: FittedLaw) -> Bool {
        (kind, subject, actual) == (other.kind, other.subject, other.actual)
    }

    private func pooled(with other: FittedLaw) -> FittedLaw {
        var law = self
        let part = Double(other.labels) / Double(max(1, labels + other.labels))
        law.shape = exponential((1 - part) * logarithm(shape) + part * logarithm(other.shape))
        law.scale = exponential((1 - part) * logarithm(scale) + part * logarithm(other.scale))
        law.labels += other.labels
        return law
    }
}
