import Collectors
import DiskDefence
import Model
import Primitives
import SystemCalls

/// Walking a tree again with an index beside walking all of it, both within this program.
struct IndexBenchmark {
    /// Without links.
    let tree: String
    let repeats: Int

    func run() throws -> [Measurement] {
        let patterns = PatternIndex(try ArtifactPacks.load().patterns)
        let index = TreeIndex()
        // The tree was made a moment ago, and what is young is not remembered.
        Clocks.sleep(seconds: 4)
        _ = walk(patterns, index)
        var (full, indexed): ([Double], [Double]) = ([], [])
        var (fullWork, indexedWork): ([Double], [Double]) = ([], [])
        for _ in 0..<repeats {
            full.append(measured(patterns, nil, &fullWork))
            indexed.append(measured(patterns, index, &indexedWork))
        }
        return [
            Measurement(name: "walk", label: "walk of all of it, without scoring", value: median(full)),
            row("indexed", "the same with an index", median(indexed), of: "walk", median(full)),
            Measurement(name: "walk_work", label: "processor time of the walk", value: median(fullWork)),
            row("indexed_work", "the same with an index", median(indexedWork), of: "walk_work", median(fullWork)),
            Measurement(
                name: "index", label: "memory of the index, \(index.directories) directories",
                value: Double(index.bytes.bytes) / 1e6, unit: "MB", budget: 51),
        ]
    }

    private func row(
        _ name: String, _ label: String, _ value: Double, of reference: String, _ other: Double
    ) -> Measurement {
        Measurement(name: name, label: label, value: value, reference: reference, ratio: value / other)
    }

    /// Milliseconds that a walk takes; those of the processor are added to `work`.
    private func measured(_ patterns: PatternIndex, _ index: TreeIndex?, _ work: inout [Double]) -> Double {
        let (begin, used) = (Clocks.monotonicSeconds(), Clocks.processorSeconds())
        _ = walk(patterns, index)
        work.append((Clocks.processorSeconds() - used) * 1000)
        return (Clocks.monotonicSeconds() - begin) * 1000
    }

    private func walk(_ patterns: PatternIndex, _ index: TreeIndex?) -> TreeWalkResult {
        var settings = TreeWalkSettings()
        settings.userID = Host.effectiveUserID
        settings.threads = max(2, min(8, Host.processorCount))
        return TreeWalk(settings: settings, index: patterns, busy: BusyFiles(), remembering: index)
            .run([ForeignText(tree)])
    }
}
