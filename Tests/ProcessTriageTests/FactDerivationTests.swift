import Decision
import Model
import Primitives
import Testing

@testable import ProcessTriage

@Suite struct FactDerivationTests {
    @Test func `an orphan under init is adrift, and its child inherits that`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "node server.js", age: 9000)
        machine.add(401, parent: 400, "esbuild --service", age: 9000)
        let facts = try machine.facts()
        #expect(facts[400]?.levels == [.adrift])
        #expect(facts[401]?.levels == [.adrift])
    }

    @Test func `what the viewer looks through is attached, and so is what runs below it`() throws {
        var machine = Machine()
        machine.add(400, parent: 200, "node server.js", age: 9000)
        let facts = try machine.facts()
        #expect(facts[200]?.levels == [.att])
        #expect(facts[400]?.levels == [.att])
    }

    @Test func `a zombie leader leads nobody, and a zombie parent holds nobody`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "bash", age: 9000) { $0.counters[1].state = .zombie }
        machine.add(401, parent: 400, "node x.js", age: 9000) {
            $0.session = 400
            $0.processGroup = 401
        }
        let facts = try machine.facts()
        #expect(facts[401]?.attachment.leader == .deadJob)
        #expect(facts[401]?.levels == [.adrift])
    }

    @Test func `a leader that hangs in the kernel, and so is not in the scan, is alive`() throws {
        var machine = Machine()
        machine.add(401, parent: 1, "node x.js", age: 9000) { $0.session = 400 }
        #expect(try machine.facts()[401]?.attachment.leader == .deadJob)
        machine.sample.host.unread = [400]
        #expect(try machine.facts()[401]?.attachment.leader == .alive)
    }

    @Test func `a client holds a server, but not when it is an orphan itself or of the same tree`() throws {
        func machine(client: Int32) throws -> PossibleLevels? {
            var machine = Machine()
            machine.add(400, parent: 1, "redis-server", age: 9000) {
                $0.descriptors = .measured(
                    DescriptorSummary(
                        standardInput: .null, standardOutput: .deadPipe, count: 9,
                        listeners: .measured([Listener(kind: .tcp, port: 6379)]),
                        clients: .measured([Client(pid: client)])))
            }
            machine.add(401, parent: 400, "worker", age: 9000)
            machine.add(402, parent: 1, "node orphan.js", age: 9000)
            return try machine.facts()[400]?.levels
        }
        #expect(try machine(client: 200) == [.used])
        #expect(try machine(client: 0) == [.used])
        #expect(try machine(client: 401) == [.adrift])
        #expect(try machine(client: 402) == [.adrift])
    }

    @Test func `who is at the far end of its pipe holds a process that listens nowhere, unless it is cut off`()
        throws
    {
        func reader(writer: Int32) throws -> PossibleLevels? {
            var machine = Machine()
            machine.add(400, parent: 1, "rotate-logs", age: 9000) {
                $0.descriptors = .measured(
                    DescriptorSummary(
                        standardInput: .pipe, standardOutput: .null, count: 4, listeners: .measured([]),
                        clients: .measured([Client(pid: writer)])))
            }
            machine.add(402, parent: 1, "tail -F log", age: 9000)
            return try machine.facts()[400]?.levels
        }
        #expect(try reader(writer: 200) == [.used])
        #expect(try reader(writer: 402) == [.adrift])
    }

    @Test func `refused descriptors leave the level open`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "yes", age: 9000) { $0.descriptors = .unavailable(.notPermitted) }
        #expect((try machine.facts()[400]?.levels.count ?? 0) > 2)
    }

    @Test func `whoever adopts a process while we watch is a reaper`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "launcher", age: 9000)
        machine.add(401, parent: 400, "yes", age: 9000) { $0.formerParent = 399 }
        #expect(try machine.facts()[401]?.attachment.parent == .reaper(pid: 400))
    }

    @Test func `what a process started a moment ago shows that it is at work`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "bash run.sh", age: 9000)
        machine.add(401, parent: 400, "sleep 5", age: 3)
        let quiet = try machine.facts()[400]?.quiet
        #expect(abs((quiet ?? 0) - 3) < 0.1, "\(String(describing: quiet))")
        #expect(try machine.facts()[1]?.quiet == nil)
    }

    @Test func `identical processes of one owner are counted as copies`() throws {
        var machine = Machine()
        for pid in 400..<407 { machine.add(Int32(pid), parent: 1, "mcp-server-git", age: 9000) }
        machine.add(410, parent: 1, "mcp-server-git", user: 1001, age: 9000)
        #expect(try machine.facts()[400]?.copies == 7)
        #expect(try machine.facts()[410]?.copies == 1)
    }

    @Test func `parents that run in a circle exist only in forged recordings and harm nothing`() throws {
        var machine = Machine()
        machine.add(400, parent: 401, "a", age: 9000)
        machine.add(401, parent: 402, "b", age: 9000)
        machine.add(402, parent: 400, "c", age: 9000)
        machine.add(403, parent: 403, "d", age: 9000)
        #expect(try machine.facts().count == machine.sample.processes.count)
    }

    @Test func `a service's main process is supervised, a second adopted process in its group is not plainly so`()
        throws
    {
        var machine = Machine()
        let group = ForeignText("0::/system.slice/cron.service\n")
        machine.add(400, parent: 1, "cron", age: 90_000) { $0.controlGroups = .measured(group) }
        #expect(try machine.facts()[400]?.levels == [.sup])
        machine.add(401, parent: 1, "node leftover.js", age: 9000) {
            $0.controlGroups = .measured(group)
            $0.session = 399
        }
        #expect(try machine.facts()[400]?.attachment.isSupervised == true)
        #expect(try machine.facts()[401]?.attachment.isSupervised == nil)
    }

    @Test func `what its control group froze counts as stopped, whichever letter it shows`() throws {
        var machine = Machine()
        for (pid, state) in [(400, ProcessState.uninterruptible), (401, .sleeping), (402, .zombie)] {
            machine.add(Int32(pid), parent: 1, "node x", age: 5000) { process in
                process.isFrozen = true
                for index in process.counters.indices { process.counters[index].state = state }
            }
        }
        let facts = try machine.facts()
        #expect(facts[400]?.state == .stopped && facts[400]?.isFrozen == true)
        #expect(facts[401]?.state == .stopped && facts[402]?.state == .zombie)
    }

    @Test func `a multiplexer that lives holds nothing whose window is gone`() throws {
        func hostIsAlive(_ marker: String, isAlive: Bool, output: StreamKind) throws -> Bool? {
            var machine = Machine()
            machine.add(400, parent: 1, "node server.js", age: 9000) {
                $0.host = .measured(.named(marker: marker, pid: 100, isAlive: isAlive))
                $0.descriptors = .measured(
                    DescriptorSummary(
                        standardInput: .null, standardOutput: output, count: 3, listeners: .measured([]),
                        clients: .measured([])))
            }
            return try #require(try machine.facts()[400]).hostIsAlive
        }
        #expect(try hostIsAlive("TMUX", isAlive: true, output: .deadTerminal) == nil)
        #expect(try hostIsAlive("STY", isAlive: true, output: .deadTerminal) == nil)
        #expect(try hostIsAlive("TMUX", isAlive: true, output: .file) == true)
        #expect(try hostIsAlive("TMUX", isAlive: false, output: .deadTerminal) == false)
        #expect(try hostIsAlive("VSCODE_PID", isAlive: true, output: .deadTerminal) == true)
    }

    @Test func `a loop that waits for a processor is judged as the loop that has one`() throws {
        let judge = ProcessJudge(priors: try ProcessPacks.embedded().judgingPriors, packVersion: "test")
        /// A third of a core, now and over its life, and the rest of both spent waiting.
        func facts(ticks: UInt64, waited: UInt64?) throws -> ProcessFacts {
            var machine = Machine()
            machine.add(400, parent: 1, "bash loop.sh", age: 9000) { process in
                for index in process.counters.indices {
                    process.counters[index].state = .running
                    process.counters[index].userTicks = ticks * 18_000 + UInt64(index) * ticks
                    process.counters[index].runDelay = waited.map { $0 * 18_000 + UInt64(index) * $0 }
                }
            }
            return try #require(try machine.facts()[400])
        }
        let alone = try facts(ticks: 50, waited: 0)
        let crowded = try facts(ticks: 17, waited: 330_000_000)
        let unread = try facts(ticks: 17, waited: nil)
        #expect(crowded.cores == .measured(0.34) && crowded.demand == 1 && crowded.lifetimeShare == 1)
        #expect(unread.demand == nil && unread.lifetimeShare < 0.35)
        #expect(judge.posterior(crowded) == judge.posterior(alone))
        #expect(judge.posterior(crowded)[.abandoned] > judge.posterior(unread)[.abandoned])
        // What is shown is what was used.
        let shown = judge.ledger(crowded).groups.first { $0.name == "activity" }?.terms.first?.wording
        #expect(shown?.value == "1.000")
        #expect(shown?.sentence.contains("0.34 cores of 1.00 it was ready to use") == true)
    }
}
