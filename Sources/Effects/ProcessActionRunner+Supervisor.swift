internal import Model
internal import Planning
internal import Primitives
package import SystemCalls

/// How supervisors are reached.
package struct SupervisorAccess: Sendable {
    package var tools: ToolBox
    /// Makes what a tool said fit to be shown and stored.
    package var quote: @Sendable ([UInt8]) -> String

    package init(tools: ToolBox, quote: @escaping @Sendable ([UInt8]) -> String) {
        self.tools = tools
        self.quote = quote
    }
}

extension ProcessActionRunner {
    /// Has the supervisor end the process that the handle holds, sees whether it ended, and looks for a successor.
    ///
    /// What counts is what became of the process, not what the tool said.
    func ask(_ order: SupervisorOrder, _ member: ActionMember) throws(SystemCallError) -> ActionOutcome {
        let pid = member.pid
        guard let command = supervisors.tools.command(order.words, timeout: .seconds(order.patience)) else {
            return ActionOutcome(
                result: .failed, reasonCode: "tool_missing",
                sentence: "PID \(pid) was not touched: \(order.words.first ?? "the tool") is not installed.",
                died: false)
        }
        let answer = try command.run()
        let isObeyed = answer.status == .exited(0)
        guard member.waitForExit(seconds: isObeyed ? order.wait : 0) else { return refused(order, answer, pid) }
        return order.startsAgain ? restarted(order, member) : died(member, .ask(order))
    }

    private func refused(
        _ order: SupervisorOrder, _ answer: BoundedCommand.Answer, _ pid: Int32
    ) -> ActionOutcome {
        switch answer.status {
        case .exited(0):
            return ActionOutcome(
                result: .noEffect, reasonCode: "still_running", sentence: "PID \(pid) still runs after \(order.text).",
                died: false)
        case nil:
            return ActionOutcome(
                result: .noEffect, reasonCode: "supervisor_timed_out",
                sentence:
                    "PID \(pid) still runs: \(order.text) took longer than \(order.patience.text(decimals: 0)) s.",
                died: false)
        default:
            let said = supervisors.quote(answer.errors + answer.output)
            let isDenied = ["denied", "not permitted", "authentication", "must be root"].contains {
                String(decoding: answer.errors + answer.output, as: UTF8.self).lowercased().contains($0)
            }
            return ActionOutcome(
                result: .failed, reasonCode: isDenied ? "not_permitted" : "supervisor_refused",
                sentence: "PID \(pid) still runs: \(order.text) failed\(said.isEmpty ? "" : " (\(said))").", died: false
            )
        }
    }

    /// Looks for the successor that was asked for; a supervisor takes a moment to start it.
    private func restarted(_ order: SupervisorOrder, _ member: ActionMember) -> ActionOutcome {
        let pid = member.pid
        let seconds = Clocks.monotonicSeconds() - member.start.seconds
        for _ in 0..<10 {
            Clocks.sleep(seconds: respawnDelay)
            guard let successor = sight.successor(member.action.target, member.start.ticks) else { continue }
            var outcome = ActionOutcome(
                result: .done, sentence: "PID \(pid) ended, and its supervisor started it anew as PID \(successor).",
                died: true, seconds: seconds, memoryFreed: .zero, respawnedAs: successor)
            outcome.recovered = true
            return outcome
        }
        var outcome = ActionOutcome(
            result: .noEffect, reasonCode: "not_restarted",
            sentence: "PID \(pid) ended after \(order.text), and nothing like it has been started since.", died: true,
            seconds: seconds, memoryFreed: member.action.residentMemory)
        outcome.recovered = false
        return outcome
    }
}
