/// Reads the text format of Prometheus (0.0.4) as strictly as its specification allows.
enum PrometheusReader {
    static func complaints(_ text: String) -> [String] {
        var complaints: [String] = []
        var (helped, typed, family): (Set<Substring>, Set<Substring>, Substring) = ([], [], "")
        var samples: Set<Substring> = []
        guard text.hasSuffix("\n") else { return ["does not end its last line: \(text)"] }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            if line.hasPrefix("# HELP "), words.count == 4, isName(words[2]), helped.insert(words[2]).inserted {
                family = words[2]
            } else if line.hasPrefix("# TYPE "), words.count == 4, words[2] == family,
                ["counter", "gauge"].contains(words[3]), typed.insert(family).inserted
            {
                continue
            } else if let sample = sample(line), sample.name == family, typed.contains(family),
                Double(sample.number)?.isFinite == true, samples.insert(sample.series).inserted
            {
                continue
            } else {
                complaints.append("is no metric: \(line.prefix(160))")
            }
        }
        if helped.contains(where: { !$0.hasPrefix("tend_") }) { complaints.append("has names of others") }
        if helped != typed || samples.count < helped.count { complaints.append("has a family without samples") }
        return complaints
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// A sample's name, its name with labels, and its number.
    private static func sample(_ line: Substring) -> (name: Substring, series: Substring, number: Substring)? {
        guard let blank = line.lastIndex(of: " ") else { return nil }
        let (series, number) = (line[..<blank], line[line.index(after: blank)...])
        guard let brace = series.firstIndex(of: "{") else { return isName(series) ? (series, series, number) : nil }
        guard series.last == "}" else { return nil }
        let pairs = series[series.index(after: brace)...].dropLast()
        // No label that tend writes has a comma in its value.
        for pair in pairs.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, isName(sides[0]), sides[1].count >= 2, sides[1].first == "\"",
                sides[1].last == "\""
            else { return nil }
        }
        return (series[..<brace], series, number)
    }
}
