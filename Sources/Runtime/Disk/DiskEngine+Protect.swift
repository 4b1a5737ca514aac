package import Collectors
internal import Effects
internal import Formats
package import Model
internal import Planning
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// Protects directories, or takes their markers away.
    ///
    /// - Returns: one row a path, what could not be done among them.
    package func protect(_ paths: [String], adding: Bool, isDryRun: Bool) -> [ProtectionRow] {
        paths.map { path in
            var row = ProtectionRow(path: ForeignText(path), source: .marker)
            do {
                let resolved = try FileSystem.resolved(path)
                row.path = ForeignText(resolved)
                guard try FileSystem.metadata(resolved)?.isDirectory == true else {
                    row.result = "failed"
                    row.sentence = "It is no directory; name the directory that is to be protected."
                    return row
                }
                try change(resolved, adding, isDryRun, &row)
            } catch {
                row.result = "failed"
                row.sentence = "\(error)."
            }
            return row
        }
    }

    private func change(
        _ path: String, _ adding: Bool, _ isDryRun: Bool, _ row: inout ProtectionRow
    ) throws(SystemCallError) {
        let present = ProtectionMarker.names.filter { FileSystem.exists("\(path)/\($0)") }
        if isDryRun || (adding == !present.isEmpty && (adding || present.isEmpty)) {
            row.result = adding == !present.isEmpty ? "already_done" : "would_do"
            row.sentence = present.isEmpty ? "It has no marker." : "It has \(present.joined(separator: " and "))."
            return
        }
        if adding {
            _ = try ProtectionMarker.add(to: path)
            row.sentence = "Nothing in it is removed from now on."
        } else {
            let removed = try ProtectionMarker.remove(from: path)
            row.sentence = "Removed \(removed.joined(separator: " and "))."
        }
        row.result = "done"
    }

    /// Everything that is protected below directories: by marker, and by the settings wherever that lies.
    ///
    /// - Throws: `TendError` where none of the paths can be looked through.
    package func protections(below paths: [String], watch: @escaping (TreeWalkProgress) -> Bool) throws(TendError)
        -> [ProtectionRow]
    {
        var scan = DiskScan()
        let roots = try roots(paths, &scan)
        var settings = walkSettings(DiskScanRequest(paths: paths))
        settings.notesMarkers = true
        let walk = TreeWalk(settings: settings, index: PatternIndex([]), busy: BusyFiles())
        let result = walk.run(roots) { if !watch($0) { walk.cancel() } }
        let marked = result.markers.map { marker in
            var row = ProtectionRow(path: marker.folder, source: .marker)
            row.sentence = "It holds \(String(decoding: marker.name, as: UTF8.self))."
            return row
        }
        return marked
            + self.settings.protected.map { glob in
                var row = ProtectionRow(path: ForeignText(glob.text), source: .configuration)
                row.sentence = "disk.scan.protected_paths names it."
                return row
            }
    }
}
