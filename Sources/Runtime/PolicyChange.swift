package import Decision
internal import Formats
internal import Primitives

/// One promotion or demotion of a domain, as the audit log holds it.
package struct PolicyChange: Sendable, Equatable {
    package var from: PolicyMode
    package var to: PolicyMode
    /// A sentence: who or what caused it.
    package var reason: String

    package init(from: PolicyMode, to: PolicyMode, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }

    init(json: [UInt8]) throws(TendError) {
        let value = try JSONParser.parse(json)
        guard let from = value["from"]?.string.flatMap(PolicyMode.init),
            let to = value["to"]?.string.flatMap(PolicyMode.init)
        else { throw TendError(.storeCorrupt, "a policy change in the audit log cannot be understood", area: "store") }
        self.init(from: from, to: to, reason: value["reason"]?.string ?? "")
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (key, text) in [("from", from.rawValue), ("to", to.rawValue), ("reason", reason)] {
            writer.key(key)
            writer.string(text)
        }
        writer.endObject()
        return writer.bytes
    }
}
