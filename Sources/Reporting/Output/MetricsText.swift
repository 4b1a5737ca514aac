internal import Formats
internal import Primitives

/// Metrics in the text format of Prometheus, each family's samples together.
struct MetricsText {
    func text(_ metrics: [Metric]) throws(TendError) -> String {
        guard !metrics.isEmpty else {
            throw TendError(
                .usage, "this command has no metrics", area: "cli", hint: "choose --format json or --format summary")
        }
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
}
