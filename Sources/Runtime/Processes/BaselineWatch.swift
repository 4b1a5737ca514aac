internal import Model
internal import Primitives

/// Tells when the machine as a whole leaves what is usual for it, and when it is back.
///
/// An interval holds for nine hours in ten, so one look outside it says little: it takes several in a row, and as many
/// inside it to be back.
package struct BaselineWatch {
    /// Looks in a row.
    package static let sustained = 3

    private struct Standing {
        var isUnusual = false
        /// Looks in a row that said otherwise.
        var against = 0
    }

    private var standings: [String: Standing] = [:]

    /// What a look gives to tell, at least of a level; nothing while the machine is not known well enough.
    ///
    /// More than usual is of level medium, less of level low.
    mutating func events(_ baseline: MachineBaseline, at moment: Int64, _ threshold: WatchLevel) -> [WatchEvent] {
        var events: [WatchEvent] = []
        for usual in baseline.measures {
            guard let now = usual.now else { continue }
            var standing = standings[usual.name] ?? Standing()
            standing.against = usual.isUnusual == standing.isUnusual ? 0 : standing.against + 1
            if standing.against >= Self.sustained {
                standing = Standing(isUnusual: usual.isUnusual)
                let level: WatchLevel = usual.isUnusual && now > usual.high ? .medium : .low
                // That it is back is told to whoever was told that it left.
                if max(level, usual.isUnusual ? .low : .medium) >= threshold {
                    events.append(Self.event(usual, now, level, moment))
                }
            }
            standings[usual.name] = standing
        }
        return events
    }

    private static func event(
        _ usual: MachineBaseline.Usual, _ now: Double, _ level: WatchLevel, _ moment: Int64
    ) -> WatchEvent {
        var event = WatchEvent()
        event.kind = usual.isUnusual ? .baselineAnomaly : .baselineUsual
        event.at = moment
        event.level = level
        let (value, low, high) = (text(now, usual.unit), text(usual.low, usual.unit), text(usual.high, usual.unit))
        let isMemory = usual.unit == MachineReading.Measure.memory.unit
        let what = "\(value) \(isMemory ? "of memory" : usual.unit)"
        event.sentence =
            usual.isUnusual
            ? "The machine has \(what) in use; usual at this hour are \(low) to \(high)."
            : "The machine has \(what) in use, which is usual again."
        return event
    }

    private static func text(_ value: Double, _ unit: String) -> String {
        switch unit {
        case MachineReading.Measure.memory.unit: ByteCount(UInt64(max(0, value))).text
        case MachineReading.Measure.cpu.unit: value.text(decimals: 1)
        default: value.text(decimals: 0)
        }
    }
}
