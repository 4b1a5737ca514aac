internal import Formats
internal import Primitives

/// Metrics in the text format of Prometheus, each family's samples together.
struct MetricsText {
    func text(_ output: Output) throws(TendError) -> String {
        let metrics = output.metrics.isEmpty ? try numbers(output) : output.metrics
        var families: [String: [Metric]] = [:]
        var order: [String] = []
        for metric in metrics {
            if families[metric.name] == nil { order.append(metric.name) }
            families[metric.name, default: []].append(metric)
        }
        var text = PrometheusText()
        for name in order {
            guard let samples = families[name], let first = samples.first else { continue }
            text.beginFamily("tend_\(name)", first.kind, help: first.help)
            for sample in samples { text.sample(sample.value, labels: sample.labels) }
        }
        return text.text
    }

    /// Every number of `data`, named by its schema and its key; of a list, how many entries it has.
    private func numbers(_ output: Output) throws(TendError) -> [Metric] {
        var writer = JSONWriter()
        output.write(&writer)
        let words = output.schema.split(separator: ".").dropFirst().dropLast()
        return Self.numbers(
            try JSONParser.parse(writer.bytes), output.shape, words.joined(separator: "_"),
            "What \(output.title) answers.")
    }

    private static func numbers(_ value: JSONValue, _ shape: Shape, _ name: String, _ help: String) -> [Metric] {
        switch shape {
        case .integer, .number: value.double.map { [Metric(name, help, $0)] } ?? []
        case .boolean: value.bool.map { [Metric(name, help, $0 ? 1 : 0)] } ?? []
        case .optional(let wrapped): numbers(value, wrapped, name, help)
        case .list: [Metric("\(name)_entries", "How many there are. \(help)", Double(value.array?.count ?? 0))]
        case .dictionary:
            (value.object?.members ?? []).compactMap { member in
                member.value.double.map { Metric(name, help, $0, labels: [(name: "of", value: member.key)]) }
            }
        case .record(_, let properties):
            properties.flatMap { property in
                value[property.key].map {
                    numbers($0, property.shape, "\(name)_\(property.key)", property.summary)
                } ?? []
            }
        case .string, .words, .anything: []
        }
    }
}
