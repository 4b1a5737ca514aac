internal import Collectors
internal import History
package import Model
package import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

/// Priors that travel between machines.
extension ProcessEngine {
    package func packsVersion() throws(TendError) -> String { try judgement().packs.version }

    /// How a layer moves the prior of every category.
    package func shifts(_ layer: LearnedPriors) throws(TendError) -> [PriorShift] {
        try judgement().packs.priors.shifts(layer)
    }

    /// The layer as other machines may have it: own and imported pooled, and nothing over the limit.
    package func exportedLayer(purpose: String?) throws(TendError) -> LearnedPriors {
        var layer = try storedLayer()
        layer.own = layer.own.pooled(with: layer.imported).capped(at: LearnedPriors.strengthAtMost)
        layer.imported = PriorEvidence()
        layer.importedFrom = []
        layer.since = 0
        let before = layer.profile.purpose
        layer.profile = HostProfileReader.profile()
        layer.profile.purpose = purpose ?? before
        return layer
    }

    /// Hears a file of another machine.
    ///
    /// - Parameters:
    ///   - path: of the file; - is standard input.
    ///   - replacing: puts it in the place of everything learned here; otherwise both are pooled.
    ///   - purpose: what this machine is for; a file of another purpose is refused.
    ///   - isDryRun: checks everything and keeps nothing.
    /// - Returns: the layer then, and whether it differs from the one before.
    /// - Throws: `TendError` for a file that cannot be read, is malformed or of another purpose.
    package func importLayer(
        _ path: String, replacing: Bool, purpose: String?, isDryRun: Bool
    ) throws(TendError) -> (layer: LearnedPriors, isChange: Bool) {
        let bytes = try Self.read(path)
        let foreign = try LearnedPriors.decode(bytes, from: path)
        if let purpose, !foreign.profile.purpose.isEmpty, foreign.profile.purpose != purpose {
            throw TendError(
                .malformedInput, "\(path) was learned on a machine for \(foreign.profile.purpose), not \(purpose)",
                area: "priors", hint: "leave out --host-profile to import it all the same")
        }
        var layer = try storedLayer()
        let checksum = key.hash(foreign.json)
        guard replacing || !layer.importedFrom.contains(checksum) else { return (layer, false) }
        let evidence = foreign.own.pooled(with: foreign.imported).capped(at: LearnedPriors.strengthAtMost)
        if replacing {
            layer = LearnedPriors()
            layer.revision = try storedLayer().revision
            layer.since = Clocks.wallMilliseconds()
            layer.tempering = foreign.tempering
            layer.laws = foreign.laws
        } else {
            // The softer of two exponents: neither machine has shown that evidence is worth more.
            layer.tempering = min(layer.tempering, foreign.tempering)
            layer.laws = FittedLaw.pooled(layer.laws, foreign.laws)
        }
        layer.imported = layer.imported.pooled(with: evidence).capped(at: LearnedPriors.strengthAtMost)
        layer.importedFrom.append(checksum)
        if let purpose { layer.profile.purpose = purpose }
        if !isDryRun { try keep(layer, because: replacing ? "import --replace" : "import --merge") }
        return (layer, true)
    }
}
