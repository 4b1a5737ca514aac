internal import Model
internal import Primitives

/// Finds in an environment what supervisors write there; nothing else of it is kept.
struct SupervisorMarkers {
    /// Variables whose values are looked at, each with its sign.
    private static let variables: [StaticString] = [
        "SYSTEMD_EXEC_PID=", "SUPERVISOR_PROCESS_NAME=", "SUPERVISOR_GROUP_NAME=", "SUPERVISOR_SERVER_URL=",
        "PM2_HOME=",
        "pm_id=", "name=",
    ]

    /// The marks, innermost supervisor or not: the environment does not say.
    ///
    /// - Parameter environment: entries that each end with a NUL.
    /// - Returns: nil where there is none.
    static func find(in environment: [UInt8]) -> [SupervisorMark]? {
        var values = [ArraySlice<UInt8>?](repeating: nil, count: variables.count)
        environment.withUnsafeBufferPointer { bytes in
            var text = KernelText(bytes)
            while !text.isAtEnd {
                for (place, variable) in variables.enumerated() where text.take(variable) {
                    let start = text.position
                    text.skip { $0 != 0 }
                    values[place] = environment[start..<text.position]
                }
                text.skip { $0 != 0 }
                text.advance()
            }
        }
        let marks = [
            systemd(values[0]), supervisord(values[1], values[2], values[3]), pm2(values[4], values[5], values[6]),
        ]
        .compactMap { $0 }
        return marks.isEmpty ? nil : marks
    }

    /// systemd notes the PID of the very process that it executes (systemd.exec(5)).
    private static func systemd(_ pid: ArraySlice<UInt8>?) -> SupervisorMark? {
        pid.flatMap { Int32(String(decoding: $0, as: UTF8.self)) }.map {
            SupervisorMark(kind: "systemd", startedPID: $0)
        }
    }

    private static func supervisord(
        _ name: ArraySlice<UInt8>?, _ group: ArraySlice<UInt8>?, _ url: ArraySlice<UInt8>?
    ) -> SupervisorMark? {
        guard let name, !name.isEmpty else { return nil }
        let isAlone = group.map { $0.isEmpty || $0 == name } ?? true
        let unit = isAlone ? Array(name) : Array(group ?? []) + [UInt8(ascii: ":")] + Array(name)
        let address = url.map { $0.isEmpty ? [] : [ForeignText("-s"), ForeignText(Array($0))] } ?? []
        return SupervisorMark(kind: "supervisord", unit: ForeignText(unit), address: address)
    }

    /// `name` alone is anybody's variable.
    private static func pm2(
        _ home: ArraySlice<UInt8>?, _ number: ArraySlice<UInt8>?, _ name: ArraySlice<UInt8>?
    ) -> SupervisorMark? {
        guard let home, let number, !number.isEmpty else { return nil }
        let unit = name.map { $0.isEmpty ? number : $0 } ?? number
        return SupervisorMark(
            kind: "pm2", unit: ForeignText(Array(unit)),
            address: [ForeignText("env"), ForeignText(Array("PM2_HOME=".utf8) + Array(home))])
    }
}
