internal import Formats
package import Model
internal import Primitives

extension WrittenFile: Record {
    package static let recordName = "written_file"
    package static let fields: [Field<WrittenFile>] = [
        Field("path", \.path, "Where it lies.", heading: "PATH"),
        Field("bytes", \.bytes, "How long it is.", heading: "SIZE", text: { $0.bytes.text }),
        Field("pid", \.pid, "The process that has it open for writing.", heading: "PID"),
        Field("name", \.name, "The name of that.", heading: "NAME"),
    ]
}

extension BlameReport.Unknown: Record {
    package static let recordName = "unknown_writer"
    package static let fields: [Field<BlameReport.Unknown>] = [
        Field("pid", \.pid, "The process.", heading: "PID"),
        Field("name", \.name, "Its name.", heading: "NAME"),
        Field("reason", \.reason, "Why nothing is known of it.", heading: "WHY"),
    ]
}

extension BlameReport.Share: Record {
    package static let recordName = "write_share"
    package static let fields: [Field<BlameReport.Share>] = [
        Field(optional: "pid", \.pid, "The process, or the agent; left out for a project.", heading: "PID"),
        Field("name", \.name, "Name of the process or agent, or the project's directory.", heading: "NAME"),
        Field("bytes", \.bytes, "What was written in the window.", heading: "WRITTEN", text: { $0.bytes.text }),
        Field(
            "bytes_per_second", \.bytesPerSecond, "The same by second.", heading: "PER SECOND",
            text: { ByteCount(UInt64(max(0, $0.bytesPerSecond))).text }),
        Field("processes", \.processes, "How many processes wrote it.", heading: "PROCESSES"),
        Field(optional: "agent", \.agent, "The agent that it works for.", heading: "AGENT"),
        Field(optional: "agent_pid", \.agentPID, "The PID of that.", heading: "AGENT PID"),
        Field(optional: "project", \.project, "The project that it works in.", heading: "PROJECT"),
    ]
}

extension BlameReport: Record {
    package static let recordName = "blame"
    package static let fields: [Field<BlameReport>] = [
        Field("seconds", \.seconds, "Between both looks."),
        Field(optional: "volume", \.volume, "The volume that was asked for."),
        Field("bytes", \.bytes, "What all of them wrote.", text: { $0.bytes.text }),
        Field("without_agent_bytes", \.withoutAgent, "Of that, what belongs to no agent."),
        Field("without_project_bytes", \.withoutProject, "Of that, what belongs to no project."),
        Field("processes", \.processes, "By process, most first."),
        Field("agents", \.agents, "By agent session."),
        Field("projects", \.projects, "By project."),
        Field("files", \.files, "The largest files that they have open for writing."),
        Field("unknown", \.unknown, "Processes that could not be read: they may have written anything."),
    ]
}
