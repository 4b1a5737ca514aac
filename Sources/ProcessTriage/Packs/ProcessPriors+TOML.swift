internal import Decision
package import Formats
import Model
internal import PackFiles
package import Primitives

/// Counts, weights and losses are positive and finite; anything beyond this is a slip of the pen.
private let positive = Double.leastNormalMagnitude...1e6

private let classes = ["useful", "useful_bad", "abandoned"]

extension ProcessPriors {
    /// Reads a `priors.toml`; it is complete or an error, for a judge with half its numbers judges wrongly.
    package init(table: TOMLTable, file: String) throws(TendError) {
        let root = PackTable(table, file: file, subject: "the priors")
        try root.requireVersion(1)
        try root.allow([
            "version", "category", "role", "mode", "fact", "history", "deep", "probe", "probing", "cap", "looks",
            "decision", "recovery",
        ])
        categories = try Table(reading: root.subtable("category")) { name, table throws(TendError) in
            try CategoryPriors(table.subtable(name))
        }
        roles = try Table(reading: root.subtable("role")) { name, table throws(TendError) in
            try RolePriors(table.subtable(name))
        }
        modes = try Table(reading: root.subtable("mode")) { name, table throws(TendError) in
            try ModeEmissions(table.subtable(name))
        }
        let facts = try root.subtable("fact")
        try facts.allow(["directory_deleted", "host_dead", "many_copies", "excess", "novel", "multiplying"])
        directoryDeleted = try facts.classCounts("directory_deleted")
        manyCopies = try facts.classCounts("many_copies")
        excess = try facts.classCounts("excess")
        novel = try facts.classCounts("novel")
        multiplying = try facts.classCounts("multiplying")
        let host = try facts.subtable("host_dead")
        try host.allow(["server", "other"])
        let (server, other) = (try host.usefulAndAbandoned("server"), try host.usefulAndAbandoned("other"))
        hostDead = try Table { role throws(TendError) in role == .server ? server : other }
        let layers = try root.subtable("history")
        try layers.allow(HistoryLayer.names)
        history = [:]
        for layer in HistoryLayer.all { history[layer.name] = try layers.classCounts(layer.name) }
        deep = try DeepPriors(root)
        probing = try ProbingSettings(root.subtable("probing"))
        caps = try EvidenceCaps(root.subtable("cap"))
        looks = try LookSettings(root.subtable("looks"))
        decision = try DecisionSettings(root.subtable("decision"))
        recovery = try RecoverySettings(root.subtable("recovery"))
    }
}

extension Table where Key: RawRepresentable, Key.RawValue == String {
    fileprivate init(
        reading table: PackTable, _ value: (String, PackTable) throws(TendError) -> Value
    ) throws(TendError) {
        try table.allow(Key.allCases.map(\.rawValue))
        try self.init { key throws(TendError) in try value(key.rawValue, table) }
    }
}

extension PackTable {
    func beta(_ key: String) throws(TendError) -> BetaCounts {
        let counts = try numbers(key, count: 2, in: positive)
        return BetaCounts(yes: counts[0], no: counts[1])
    }

    func classCounts(_ key: String) throws(TendError) -> [BetaCounts] {
        let table = try subtable(key)
        try table.allow(classes)
        return [try table.beta("useful"), try table.beta("useful_bad"), try table.beta("abandoned")]
    }

    fileprivate func usefulAndAbandoned(_ key: String) throws(TendError) -> [BetaCounts] {
        let table = try subtable(key)
        try table.allow(["useful", "abandoned"])
        let useful = try table.beta("useful")
        return [useful, useful, try table.beta("abandoned")]
    }
}

extension CategoryPriors {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow(["role", "counts", "age"])
        role = try table.named("role")
        counts = try table.numbers("counts", count: 3, in: positive)
        age = try table.pairs("age", count: 3, in: positive).map { LomaxHours(shape: $0[0], scale: $0[1]) }
    }
}

extension RolePriors {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow(["modes", "levels", "quiet"])
        let modeTable = try table.subtable("modes")
        try modeTable.allow(classes)
        let modeCount = ActivityMode.allCases.count
        modes = [
            try modeTable.numbers("useful", count: modeCount, in: positive),
            try modeTable.numbers("useful_bad", count: modeCount, in: positive),
            try modeTable.numbers("abandoned", count: modeCount, in: positive),
        ]
        let levelTable = try table.subtable("levels")
        try levelTable.allow(["useful", "abandoned"])
        let levelCount = AttachmentLevel.allCases.count
        let useful = try levelTable.numbers("useful", count: levelCount, in: positive)
        levels = [useful, useful, try levelTable.numbers("abandoned", count: levelCount, in: positive)]
        quiet = try table.numbers("quiet", count: 3, in: positive).map { LomaxHours(shape: 1, scale: $0) }
    }
}

extension ModeEmissions {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow(["cpu", "lifetime", "progress", "state"])
        processor = try table.beta("cpu")
        lifetime = try table.beta("lifetime")
        progress = try table.beta("progress")
        state = try table.numbers("state", count: 4, in: positive)
    }
}

extension EvidenceCaps {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow([
            "activity", "attachment", "staleness", "provenance", "resource", "time", "time_while_held",
            "directory_deleted", "copies", "history_need", "history_health", "deep_need", "deep_health", "baseline",
            "offspring", "signature",
            "signature_conflict",
        ])
        activity = try table.number("activity", in: 0...50)
        attachment = try table.number("attachment", in: 0...50)
        staleness = try table.number("staleness", in: 0...50)
        provenance = try table.number("provenance", in: 0...50)
        resource = try table.number("resource", in: 0...50)
        time = try table.number("time", in: 0...50)
        timeWhileHeld = try table.number("time_while_held", in: 0...50)
        directoryDeleted = try table.number("directory_deleted", in: 0...50)
        copies = try table.number("copies", in: 0...50)
        historyNeed = try table.number("history_need", in: 0...50)
        historyHealth = try table.number("history_health", in: 0...50)
        baseline = try table.number("baseline", in: 0...50)
        offspring = try table.number("offspring", in: 0...50)
        deepNeed = try table.number("deep_need", in: 0...50)
        deepHealth = try table.number("deep_health", in: 0...50)
        signature = try table.number("signature", in: 0...Signature.weightAtMost)
        signatureConflict = try table.number("signature_conflict", in: 0...50)
    }
}

extension LookSettings {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow(["correlation_seconds", "lifetime_correlation_seconds", "lifetime_looks_at_most"])
        correlationSeconds = try table.number("correlation_seconds", in: positive)
        lifetimeCorrelationSeconds = try table.number("lifetime_correlation_seconds", in: positive)
        lifetimeLooksAtMost = try table.number("lifetime_looks_at_most", in: 1...1e6)
    }
}

extension DecisionSettings {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow([
            "loss", "loss_per_client", "client_loss_at_most", "loss_for_files_at_risk", "minimum_age_seconds",
            "corroborating_groups", "corroborating_nats", "copies_from", "fdr_alpha", "coupling",
            "prior_doubt", "divergence_radius", "transport_radius", "tail_share", "surprise", "past_error",
            "look_price", "undecided_core_hours",
        ])
        let loss = try table.subtable("loss")
        try loss.allow(["keep", "review", "stop"])
        keep = try loss.numbers("keep", count: 4, in: 0...1e6)
        review = try loss.numbers("review", count: 4, in: 0...1e6)
        stop = try loss.numbers("stop", count: 4, in: 0...1e6)
        lossPerClient = try table.number("loss_per_client", in: 0...1e3)
        clientLossAtMost = try table.number("client_loss_at_most", in: 0...1e3)
        lossForFilesAtRisk = try table.number("loss_for_files_at_risk", in: 0...1e3)
        minimumAgeSeconds = try table.number("minimum_age_seconds", in: 0...1e6)
        corroboratingGroups = try table.integer("corroborating_groups", in: 0...5)
        corroboratingNats = try table.number("corroborating_nats", in: 0...50)
        copiesFrom = try table.integer("copies_from", in: 2...1_000_000)
        priorDoubt = try table.number("prior_doubt", in: 1...1000)
        divergenceRadius = try table.number("divergence_radius", in: 0...10)
        transportRadius = try table.number("transport_radius", in: 0...1)
        tailShare = try table.number("tail_share", in: 0.01...1)
        surprise = try table.number("surprise", in: 0...0.5)
        pastError = try table.number("past_error", in: 0.001...0.5)
        lookPrice = try table.number("look_price", in: 1e-6...1e6)
        undecidedCoreHours = try table.number("undecided_core_hours", in: 0...1e6)
        falseDiscoveryRate = try table.number("fdr_alpha", in: 0...1)
        coupling = try table.number("coupling", in: 0...0.5)
    }
}

extension RecoverySettings {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow(["alike", "comparable", "elsewhere"] + Self.actions.map(\.rawValue))
        var counts: [ProcessRecommendation: [Remedy.Counts]] = [:]
        var losses: [ProcessRecommendation: [Double]] = [:]
        for action in Self.actions {
            let one = try table.subtable(action.rawValue)
            let isGentle = Self.gentle.contains(action)
            try one.allow(classes + (isGentle ? ["loss"] : []))
            var ofAction: [Remedy.Counts] = []
            for name in classes {
                let pair = try one.beta(name)
                ofAction.append(Remedy.Counts(recovered: pair.yes, failed: pair.no))
            }
            counts[action] = ofAction
            if isGentle { losses[action] = try one.numbers("loss", count: 4, in: 0...1e6) }
        }
        self.init(
            alike: try table.number("alike", in: 1...100), comparable: try table.number("comparable", in: 0...1),
            elsewhere: try table.number("elsewhere", in: 0...1), counts: counts, losses: losses)
    }
}
