/// A trial with two stale projects: what a test speaks of, and one beside it that nothing speaks for.
struct TwoProjects {
    let trial: Trial
    /// The build output of `work/shop`.
    let target: String
    /// The build output of `work/plain`.
    let plain: String

    init() throws {
        trial = try Trial()
        target = try trial.makeProject("shop")
        plain = try trial.makeProject("plain")
    }
}

/// A suite whose tests each have two projects of their own.
protocol UsingTwoProjects {
    var projects: TwoProjects { get }
}

extension UsingTwoProjects {
    var trial: Trial { projects.trial }
    var target: String { projects.target }
    var plain: String { projects.plain }
}
