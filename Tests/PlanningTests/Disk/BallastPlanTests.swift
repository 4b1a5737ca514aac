import Model
import Planning
import Primitives
import Testing

struct BallastPlanTests {
    /// A volume of 100 GiB of which so many are free.
    private func volume(free: UInt64, change: (inout Volume) -> Void = { _ in }) -> Volume {
        var volume = Volume(
            mount: ForeignText("/data"), device: ForeignText("/dev/vdb"), fileSystem: "ext4", deviceNumber: 1,
            space: .measured(
                VolumeSpace(
                    totalBytes: ByteCount(100 << 30), usedBytes: ByteCount((100 - free) << 30),
                    availableBytes: ByteCount(free << 30))))
        change(&volume)
        return volume
    }

    private func files(_ states: [Int: BallastFile.State]) -> [BallastFile] {
        states.map { BallastFile(index: $0, state: $1, size: ByteCount(1 << 30), allocated: ByteCount(1 << 30)) }
            .sorted { $0.index < $1.index }
    }

    @Test func `what is missing is made and what is unfinished made anew, lowest first`() {
        let plan = BallastPlan.provisioning(
            volume(free: 50), BallastSettings(), files: files([1: .whole, 2: .partial, 4: .foreign, 7: .whole]))
        #expect(plan.steps == [.rebuild(2), .make(3), .make(5)] && plan.refusal == nil)
    }

    @Test func `no more is made than the floor allows`() {
        let plan = BallastPlan.provisioning(volume(free: 22), BallastSettings(), files: [])
        #expect(plan.steps == [.make(1), .make(2)] && plan.refusal?.reason == .belowFloor)
        let none = BallastPlan.provisioning(volume(free: 20), BallastSettings(), files: [])
        #expect(none.steps == [] && none.refusal?.reason == .belowFloor)
    }

    @Test func `what is made anew gives its own room back first`() {
        let plan = BallastPlan.provisioning(volume(free: 20), BallastSettings(), files: files([1: .partial]))
        #expect(plan.steps == [.rebuild(1)] && plan.refusal?.reason == .belowFloor)
    }

    @Test func `so many files at most are made, and that is no refusal`() {
        let plan = BallastPlan.provisioning(volume(free: 50), BallastSettings(), files: [], atMost: 1)
        #expect(plan.steps == [.make(1)] && plan.refusal == nil)
        let none = BallastPlan.provisioning(volume(free: 50), BallastSettings(), files: [], atMost: 0)
        #expect(none.steps == [] && none.refusal == nil)
    }

    @Test func `some volumes never get any`() {
        var off = BallastSettings()
        off.isEnabled = false
        var large = BallastSettings()
        large.fileSize = ByteCount(81 << 30)
        let cases: [(Volume, BallastSettings, BallastRefusal.Reason)] = [
            (volume(free: 90) { $0.isMemory = true }, BallastSettings(), .tmpfs),
            (volume(free: 90) { $0.isNetwork = true }, BallastSettings(), .network),
            (volume(free: 90) { $0.isReadOnly = true }, BallastSettings(), .readOnly),
            (volume(free: 90) { $0.space = .unavailable(.timedOut) }, BallastSettings(), .spaceUnknown),
            (volume(free: 90), off, .disabled), (volume(free: 90), large, .tooSmall),
        ]
        for (volume, settings, reason) in cases {
            let plan = BallastPlan.provisioning(volume, settings, files: [])
            #expect(plan.steps == [] && plan.refusal?.reason == reason)
        }
    }

    @Test func `the highest index goes first, and what is foreign never`() {
        let there = files([1: .whole, 2: .whole, 3: .partial, 4: .foreign])
        #expect(BallastPlan.releasing(2, volume(free: 0), files: there).steps == [.release(3), .release(2)])
        let all = BallastPlan.releasing(9, volume(free: 0), files: there)
        #expect(all.steps == [.release(3), .release(2), .release(1)] && all.refusal?.reason == .empty)
    }

    @Test func `an override holds for its volume only`() throws {
        var settings = BallastSettings()
        var override = BallastSettings.Override()
        override.fileCount = 10
        override.fileSize = ByteCount(2 << 30)
        settings.overrides["/data"] = override
        settings.overrides["/tmp", default: BallastSettings.Override()].isEnabled = false
        try settings.validate()
        let data = settings.applied(to: ForeignText("/data"))
        #expect(data.fileCount == 10 && data.fileSize == ByteCount(2 << 30) && data.isEnabled)
        #expect(!settings.applied(to: ForeignText("/tmp")).isEnabled)
        #expect(settings.applied(to: ForeignText("/")).fileCount == 5)
    }

    @Test func `a setting out of range is an error that names it`() throws {
        var settings = BallastSettings()
        settings.overrides["/data", default: BallastSettings.Override()].floorPercent = 2
        let error = try #require(throws: TendError.self) { try settings.validate() }
        #expect(error.message.contains(#"disk.ballast.overrides."/data".floor_percent"#))
        settings = BallastSettings()
        settings.directory = "ballast"
        #expect(throws: TendError.self) { try settings.validate() }
    }
}
