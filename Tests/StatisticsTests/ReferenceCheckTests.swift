import Glibc
import Testing

/// Runs the built `reference-check`, which the package's tests are built together with.
@Suite struct ReferenceCheckTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    private static let references = root + "/../shared/reference/statistics.jsonl"

    private struct Run {
        var output = ""
        var status: Int32
    }

    private func check(_ arguments: String) throws -> Run {
        let pipe = try #require(popen("'\(Self.root)/.build/debug/reference-check' \(arguments) 2>&1", "r"))
        var bytes: [UInt8] = []
        while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        // The exit status is the second byte of what wait(2) gives.
        return Run(output: String(decoding: bytes, as: UTF8.self), status: pclose(pipe) >> 8)
    }

    private func check(lines: String..., option: String = "") throws -> Run {
        let path = "/tmp/tend-reference-\(getpid())-\(UInt64.random(in: 0 ... .max)).jsonl"
        let file = try #require(fopen(path, "w"))
        fputs(lines.joined(separator: "\n"), file)
        fclose(file)
        defer { unlink(path) }
        return try check("\(option) \(path)")
    }

    @Test(.enabled(if: access(references, R_OK) == 0, "the reference values lie beside the checkout"))
    func `every function agrees with the reference values`() throws {
        let run = try check("--all '\(Self.references)'")
        #expect(run.status == 0)
        #expect(run.output.contains(" functions pass, 0 fail, 0 are not built"))
    }

    @Test func `a function that tend lacks fails only a check of all`() throws {
        let lacking = #"{"fn": "unheard_of", "args": {}, "want": 1, "tol": 0}"#
        let known = #"{"fn": "log_gamma", "args": {"x": 1}, "want": 0, "tol": 0}"#
        let run = try check(lines: lacking, known)
        #expect(run.status == 0)
        #expect(run.output.contains("not built"))
        #expect(run.output.hasSuffix("1 functions pass, 0 fail, 1 are not built; 1 cases compared\n"))
        #expect(try check(lines: lacking, known, option: "--all").status == 1)
    }

    @Test func `a wrong value fails and its line is named`() throws {
        let run = try check(
            lines: #"{"fn": "log_gamma", "args": {"x": 4}, "want": 1.791759469228055, "tol": 1e-12}"#,
            #"{"fn": "log_gamma", "args": {"x": 4}, "want": 1.7917594693, "tol": 1e-12}"#)
        #expect(run.status == 1)
        #expect(run.output.contains("FAIL (first on line 2)"))
    }

    @Test(arguments: [
        #"{"fn": "bayesian_fdr_cut", "args": {"lfdr": [0.01, 0.9], "alpha": 0.05}, "want": 2, "tol": 1}"#,
        #"{"fn": "erlang_c", "args": {"servers": 1, "arrival": 1, "service": 2}, "want": {"mean_wait": 0.5}, "tol": 1}"#,
        #"{"fn": "erlang_c", "args": {"servers": 1, "arrival": 1, "service": 2}, "want": [0.5, 0.5], "tol": 1}"#,
        #"{"fn": "log_gamma", "args": {"x": -1}, "want": 0, "tol": 1e300}"#,
    ])
    func `other integers, other shapes and no number are wrong at any tolerance`(line: String) throws {
        #expect(try check(lines: line).status == 1)
    }

    @Test(arguments: [
        "not JSON", #"{"fn": "log_gamma"}"#, #"{"fn": "log_gamma", "args": {"y": 1}, "want": 0, "tol": 0}"#,
        #"{"fn": "log_sum_exp", "args": {"xs": [1, "2"]}, "want": 0, "tol": 0}"#,
        #"{"fn": "tree_belief_propagation", "args": {"parent": [0], "log_potential": [[0]], "coupling": 1}, "want": 0, "tol": 0}"#,
    ])
    func `bad data is named by its line`(line: String) throws {
        let run = try check(lines: "", line)
        #expect(run.status == 65)
        #expect(run.output.contains("line 2"))
    }

    @Test func `nothing to check is bad data`() throws {
        #expect(try check(lines: "", " ").status == 65)
        #expect(try check("/tmp/tend-reference-\(getpid())-absent").status == 65)
        #expect(try check("/").status == 74)
    }

    @Test(arguments: ["", "--unknown", "one two"])
    func `a wrong call gets the usage`(arguments: String) throws {
        let run = try check(arguments)
        #expect(run.status == 64)
        #expect(run.output.hasPrefix("Usage:"))
    }
}
