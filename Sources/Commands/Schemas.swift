internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting

/// What each schema name stands for: the shapes from which the commands' own outputs are written.
enum Schemas {
    static let catalogue: SchemaCatalogue = {
        var catalogue = SchemaCatalogue()
        for (name, shape) in shapes { catalogue.add(name, shape, rowsAt: rows[name]) }
        return catalogue
    }()

    static let shapes: KeyValuePairs<String, Shape> = [
        ScanCommand.schema: ProcessScanResult.shape,
        ProcessPlanOutput.schema: ProcessPlan.shape,
        ExplainProcessCommand.schema: PlannedProcess.shape,
        ApplyCommand.schema: ApplyReport.shape,
        UndoCommand.schema: ApplyReport.shape,
        VerifyCommand.schema: VerifyResult.shape,
        RecordCommand.schema: RecordedSample.shape,
        EvaluateCommand.schema: ProcessEvaluation.shape,
        BaselineCommand.schema: MachineBaseline.shape,
        StatusCommand.schema: SessionStatus.shape,
        WatchCommand.schema: [WatchEvent].shape,
        TailCommand.schema: [StatusRow].shape,
        DeclareCommand.schema: [DeclarationRow].shape,
        SignaturesCommand.listSchema: [SignatureRow].shape,
        SignaturesCommand.showSchema: SignatureRow.shape,
        SignaturesCommand.changeSchema: SignatureChange.shape,
        SignaturesCommand.statsSchema: SignatureStatistics.shape,
        SignaturesCommand.draftSchema: [SignatureDraft].shape,
        LabelCommand.schema: LabelReport.shape,
        LearnCommand.schema: LearningReport.shape,
        CalibrationCommand.schema: CalibrationReport.shape,
        PriorsCommand.listSchema: PriorListing.shape,
        PriorsCommand.exportSchema: LearnedPriors.shape,
        PriorsCommand.changeSchema: PriorChange.shape,
        DiskStatusCommand.schema: DiskStatus.shape,
        DiskCheckCommand.schema: SpaceCheck.shape,
        DiskScanCommand.schema: DiskScan.shape,
        DiskCleanCommand.schema: RemovalReport.shape,
        DiskUndoCommand.schema: RemovalReport.shape,
        DiskEmergencyCommand.schema: RemovalReport.shape,
        DiskProtectCommand.schema: [ProtectionRow].shape,
        DiskExplainCommand.schema: PlannedArtifact.shape,
        BallastCommand.statusSchema: BallastStatus.shape,
        BallastCommand.changeSchema: BallastReport.shape,
        BallastCommand.verifySchema: BallastVerification.shape,
        DiskLogCommand.schema: [DiskEvent].shape,
        DiskWatchCommand.schema: [DiskEvent].shape,
        DiskStatsCommand.schema: DiskStatistics.shape,
        DiskBlameCommand.schema: BlameReport.shape,
        SessionsCommand.listSchema: [SessionRow].shape,
        AuditCommand.listSchema: [AuditRow].shape,
        AuditCommand.verifySchema: AuditVerification.shape,
        PolicyCommand.showSchema: PolicyOverview.shape,
        PolicyCommand.changeSchema: PolicyChangeResult.shape,
        ConfigCommand.showSchema: [SettingRow].shape,
        ConfigCommand.getSchema: SettingRow.shape,
        ConfigCommand.diffSchema: [SettingRow].shape,
        ConfigCommand.setSchema: ConfigurationChange.shape,
        ConfigCommand.resetSchema: ConfigurationChange.shape,
        ConfigCommand.validateSchema: [ProblemRow].shape,
        ConfigCommand.pathSchema: [ConfigurationFileRow].shape,
        SchemaCommand.listSchema: [SchemaRow].shape,
    ]

    /// Where the answers' rows are; the others are lists themselves or have none.
    private static let rows: [String: String] = [
        ScanCommand.schema: "processes",
        ProcessPlanOutput.schema: "candidates",
        ApplyCommand.schema: "actions",
        UndoCommand.schema: "actions",
        VerifyCommand.schema: "actions",
        EvaluateCommand.schema: "failures",
        BaselineCommand.schema: "by_hour",
        StatusCommand.schema: "done",
        SignaturesCommand.statsSchema: "signatures",
        LearnCommand.schema: "categories",
        CalibrationCommand.schema: "curve",
        PriorsCommand.listSchema: "categories",
        PriorsCommand.changeSchema: "categories",
        DiskStatusCommand.schema: "volumes",
        DiskScanCommand.schema: "candidates",
        DiskCleanCommand.schema: "removed",
        DiskUndoCommand.schema: "removed",
        DiskEmergencyCommand.schema: "removed",
        BallastCommand.statusSchema: "pools",
        BallastCommand.changeSchema: "outcomes",
        BallastCommand.verifySchema: "files",
        DiskStatsCommand.schema: "patterns",
        DiskBlameCommand.schema: "processes",
        AuditCommand.verifySchema: "problems",
        PolicyCommand.showSchema: "domains",
        ConfigCommand.setSchema: "settings",
        ConfigCommand.resetSchema: "settings",
    ]

    /// The JSON Schema of one answer as the text of a file.
    static func text(_ name: String) throws(TendError) -> [UInt8] {
        try catalogue.schemaDocument(name).bytes(indent: 2) + [UInt8(ascii: "\n")]
    }
}
