private import var Glibc.X_OK
private import func Glibc.access
private import func Glibc.close
private import func Glibc.fgetc
private import func Glibc.mkstemp
private import func Glibc.pclose
private import func Glibc.popen
private import func Glibc.unlink
private import func Glibc.write

/// A program on this machine that reads a script and answers.
struct Shell: Sendable {
    let path: String

    /// Nil where the machine lacks it; tests that need it are then skipped.
    static func find(_ name: String) -> Shell? {
        let places = ["/usr/bin/\(name)", "/bin/\(name)", "/usr/local/bin/\(name)"]
        return places.first { place in access(place, X_OK) == 0 }.map(Shell.init)
    }

    /// Runs the script from a file of its own.
    ///
    /// - Returns: what it printed, errors included.
    func run(_ script: String, options: String = "") -> String {
        var name = "/tmp/tend-arguments-XXXXXX".utf8CString.map { $0 }
        let file = mkstemp(&name)
        defer {
            unlink(name)
            close(file)
        }
        let bytes = Array(script.utf8)
        guard file >= 0, write(file, bytes, bytes.count) == bytes.count else { return "cannot write the script" }
        let filePath = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let output = popen("cd /; '\(path)' \(options) '\(filePath)' 2>&1 </dev/null", "r") else {
            return "cannot start \(path)"
        }
        var answer: [UInt8] = []
        while case let byte = fgetc(output), byte >= 0 { answer.append(UInt8(byte)) }
        let status = pclose(output)
        return String(decoding: answer, as: UTF8.self) + (status == 0 ? "" : "exit status \(status)")
    }
}
