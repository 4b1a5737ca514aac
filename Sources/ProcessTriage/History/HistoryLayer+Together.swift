internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether its quantities still go together as they did.
extension HistoryLayer {
    /// Processor, storage and memory as one picture: two that always rose together and no longer do are a sign that none
    /// of them shows alone.
    static let together = HistoryLayer(
        name: "together", topic: .together, shortest: 48,
        equation:
            "s_t = ln c₁₂(best of Clayton, Gumbel, Frank, normal) + ln c₂₃ + ln c₁₃|₂ of the ranks of load, storage, memory "
            + "change; (mean of the last eighth - mean before) / (σ √(1/m + 1/(n - m))) < -4",
        source: "pair copulas: Aas et al. 2009; θ from Kendall's τ: Genest and MacKay 1986"
    ) { past in
        guard let picture = JointPicture(past.series) else { return nil }
        let holds = picture.score < -4
        return HistoryAnswer(
            holds: holds, value: picture.score,
            inputs: [
                .init(
                    "τ of load and storage, storage and memory, load and memory",
                    picture.tau.map { $0.text(decimals: 3) }.joined(separator: ", ")),
                .init("in deviations from 0", picture.scores.map { $0.text(decimals: 1) }.joined(separator: ", ")),
                .init("load and storage by", picture.family), .init("n", "\(picture.count)"),
            ],
            sentence: holds
                ? "Processor, storage and memory no longer go together as they did."
                : "Processor, storage and memory go together as they did.")
    }
}

/// How load, storage and memory of one past hang together, and how well the newest steps fit in.
private struct JointPicture {
    let tau: [Double]
    let scores: [Double]
    /// The pair copula that explains load and storage best.
    let family: String
    /// By how many deviations the newest steps fit worse (below 0) than those before.
    let score: Double
    let count: Int

    /// Nil where nothing hangs together, or storage could not be read.
    init?(_ series: ProcessSeries) {
        let known = series.moved.compactMap { $0 }
        guard known.count == series.count, known.contains(where: { $0 > 0 }),
            series.shares.contains(where: { $0 > ProcessPast.activeShare })
        else { return nil }
        // The newest, for pairs are many.
        let first = max(1, series.count - 48)
        let places = first..<series.count
        let load = places.map { series.shares[$0] }
        let storage = places.map { known[$0] }
        // One odd step among equal ones is no dependence, whatever a rank correlation without ties makes of it.
        guard min(Set(load).count, Set(storage).count) >= places.count / 4 else { return nil }
        let memory = places.map { series.memory[$0] - series.memory[$0 - 1] }
        count = load.count
        tau = [
            Dependence.kendallTau(load, storage), Dependence.kendallTau(storage, memory),
            Dependence.kendallTau(load, memory),
        ].map { $0.isFinite ? $0 : 0 }
        let pairs = load.count
        scores = tau.map { Dependence.kendallScore(tau: $0, pairs: pairs) }
        guard scores.contains(where: { abs($0) > 4 }) else { return nil }
        let correlations = tau.map { min(max(Dependence.gaussianCorrelation(tau: $0), -0.98), 0.98) }
        let ranks = [load, storage, memory].map(Copulas.ranks)
        let pair = Self.bestPair(ranks[0], ranks[1], tau: tau[0], correlation: correlations[0])
        family = pair.name
        let densities = Self.densities(ranks, correlations, pair.isNormal ? nil : pair.logDensity)
        score = Self.change(densities)
    }

    private struct Pair {
        var name: String
        var isNormal = false
        var logDensity: (Double, Double) -> Double
    }

    /// The family under which the ranks are likeliest, each at the parameter that has the pair's τ.
    private static func bestPair(_ u: [Double], _ v: [Double], tau: Double, correlation: Double) -> Pair {
        var pairs = [
            Pair(name: "a normal copula, ρ = \(correlation.text(decimals: 2))", isNormal: true) {
                Copulas.gaussianLogDensity($0, $1, correlation: correlation)
            }
        ]
        // Frank's τ has no inverse in closed form; this one is within an eighth up to τ = 0.8, by quadrature.
        let frank = 9 * tau / max(1 - abs(tau), 0.05).squareRoot()
        pairs.append(
            Pair(name: "Frank's copula, θ = \(frank.text(decimals: 2))") {
                Copulas.frankLogDensity($0, $1, theta: frank)
            })
        if tau > 0.02, tau < 0.98 {
            let (clayton, gumbel) = (Dependence.claytonTheta(tau: tau), Dependence.gumbelTheta(tau: tau))
            pairs.append(
                Pair(name: "Clayton's copula, θ = \(clayton.text(decimals: 2))") {
                    Copulas.claytonLogDensity($0, $1, theta: clayton)
                })
            pairs.append(
                Pair(name: "Gumbel's copula, θ = \(gumbel.text(decimals: 2))") {
                    Copulas.gumbelLogDensity($0, $1, theta: gumbel)
                })
        }
        let likelihoods = pairs.map { pair in zip(u, v).reduce(0) { $0 + pair.logDensity($1.0, $1.1) } }
        let best = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
        return pairs[best]
    }

    /// Of every step: the vine of normal pairs, with its first pair replaced by a better one where there is one.
    private static func densities(
        _ ranks: [[Double]], _ correlations: [Double], _ pair: ((Double, Double) -> Double)?
    ) -> [Double] {
        let (first, second, direct) = (correlations[0], correlations[1], correlations[2])
        let spread = ((1 - first * first) * (1 - second * second)).squareRoot()
        let partial = min(max((direct - first * second) / spread, -0.98), 0.98)
        return ranks[0].indices.map { step in
            let (u, v, w) = (ranks[0][step], ranks[1][step], ranks[2][step])
            let vine = Copulas.gaussianVineLogDensity(ranks: (u, v, w), correlations: (first, second, partial))
            return pair.map { vine - Copulas.gaussianLogDensity(u, v, correlation: first) + $0(u, v) } ?? vine
        }
    }

    private static func change(_ densities: [Double]) -> Double {
        let newest = max(6, densities.count / 8)
        let (before, now) = (densities.dropLast(newest), densities.suffix(newest))
        let mean = before.reduce(0, +) / Double(before.count)
        let variance = before.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(before.count - 1)
        let gap = now.reduce(0, +) / Double(newest) - mean
        let error = (max(variance, 0.01) * (1 / Double(newest) + 1 / Double(before.count))).squareRoot()
        return gap / error
    }
}
