package import Model
package import Primitives

extension Store {
    /// Hours and programs older than this say nothing of how the machine is used now.
    package static let baselineDays: Int64 = 56
    /// A machine that runs more different programs than this has no set of known ones.
    package static let programsKept = 20_000
    private static let hourLength: Int64 = 3_600_000

    /// Adds what a scan saw of the whole machine: one row an hour, and when each program was seen.
    ///
    /// - Parameters:
    ///   - reading: of the scan.
    ///   - programs: keyed hashes of the names of what ran.
    ///   - hostID: anonymous name of the machine.
    /// - Throws: `TendError` where the store cannot be written.
    package func appendBaseline(
        _ reading: MachineReading, programs: Set<String>, hostID: String
    ) throws(TendError) {
        let number = MachineHour.hour(of: reading.at)
        try write(.normal) { () throws(TendError) in
            var hour = try hours("WHERE host_id = ? AND hour = ?", [.text(hostID), .integer(number)]).first
            if hour == nil { hour = MachineHour(reading) } else { hour?.add(reading) }
            if let hour { try save(hour, hostID) }
            for key in programs.sorted() {
                try database.run(
                    """
                    INSERT INTO baseline_programs (host_id, key, first_ms, last_ms) VALUES (?1, ?2, ?3, ?3)
                    ON CONFLICT (host_id, key) DO UPDATE SET last_ms = ?3 WHERE last_ms < ?3 - \(Self.hourLength)
                    """, [.text(hostID), .text(key), .integer(reading.at)])
            }
            let oldest = reading.at - Self.baselineDays * 24 * Self.hourLength
            try database.run(
                "DELETE FROM baseline_hours WHERE hour < ?", [.integer(MachineHour.hour(of: oldest))])
            try database.run("DELETE FROM baseline_programs WHERE last_ms < ?", [.integer(oldest)])
            try database.run(
                """
                DELETE FROM baseline_programs WHERE host_id = ?1 AND key NOT IN (
                    SELECT key FROM baseline_programs WHERE host_id = ?1 ORDER BY last_ms DESC LIMIT \(Self.programsKept))
                """, [.text(hostID)])
        }
    }

    /// What is recorded of a machine; of no other, for a home may be shared.
    package func machineRecord(hostID: String) throws(TendError) -> MachineRecord {
        var record = MachineRecord()
        record.hours = try hours("WHERE host_id = ? ORDER BY hour", [.text(hostID)])
        record.programs = try database.rows(
            "SELECT key, first_ms, last_ms FROM baseline_programs WHERE host_id = ? ORDER BY key", [.text(hostID)]
        ) { KnownProgram(key: $0.text(0), first: $0.integer(1), last: $0.integer(2)) }
        return record
    }

    private func hours(_ condition: String, _ values: [SQLValue]) throws(TendError) -> [MachineHour] {
        try database.rows(
            "SELECT hour, readings, processes, cores, memory, categories FROM baseline_hours \(condition)", values
        ) { row in
            MachineHour(
                hour: row.integer(0), readings: Int(row.integer(1)), processes: row.double(2),
                cores: row.optionalDouble(3), memory: row.double(4), categories: Self.categories(row.text(5)))
        }
    }

    private func save(_ hour: MachineHour, _ hostID: String) throws(TendError) {
        let categories = hour.categories.filter { $0.value > 0 }.map { "\($0.key.rawValue)=\($0.value)" }.sorted()
        try database.run(
            """
            INSERT OR REPLACE INTO baseline_hours (host_id, hour, readings, processes, cores, memory, categories)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(hostID), .integer(hour.hour), .integer(Int64(hour.readings)), .double(hour.processes),
                hour.cores.map { .double($0) } ?? .null, .double(hour.memory),
                .text(categories.joined(separator: " ")),
            ])
    }

    /// Names and means, `shell=12 editor=3`; a category that this version does not know is left out.
    private static func categories(_ text: String) -> [ProcessCategory: Double] {
        var means: [ProcessCategory: Double] = [:]
        for pair in text.split(separator: " ") {
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let category = ProcessCategory(rawValue: String(parts[0])),
                let mean = Double(String(parts[1]))
            else { continue }
            means[category] = mean
        }
        return means
    }
}
