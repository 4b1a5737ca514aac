/// One action of a session compared with the machine as it is now.
package struct VerifiedAction: Sendable {
    package var pid: Int32 = 0
    package var startID = ""
    package var action = ""
    /// How the action was recorded to have ended.
    package var recorded = ""
    /// `ended`, `running`, `stopped`, `frozen`, `respawned`.
    package var observed = ""
    package var isAsRecorded = false
    package var sentence = ""

    package init() {}
}
