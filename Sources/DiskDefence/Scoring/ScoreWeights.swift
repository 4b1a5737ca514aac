package import Primitives

/// How much each factor counts in the score, which orders what is advised and takes part in no belief.
///
/// Only their proportions matter.
package struct ScoreWeights: Sendable, Equatable {
    package var location = 0.25
    package var name = 0.25
    package var age = 0.20
    package var size = 0.15
    package var structure = 0.15

    package init() {}

    private var all: [Double] { [location, name, age, size, structure] }

    /// In the order of the factors; they sum to 1.
    package var normalised: [Double] {
        let sum = all.reduce(0, +)
        return all.map { $0 / sum }
    }

    /// - Throws: `TendError` (`configuration`) that names what is out of range.
    package func validate() throws(TendError) {
        let names = ["location", "name", "age", "size", "structure"]
        for (name, weight) in zip(names, all) {
            try SettingRange.check(weight, "disk.scoring.\(name)", 0...1, "as a weight")
        }
        guard all.reduce(0, +) > 0 else {
            throw TendError(
                .configuration, "every weight below disk.scoring is 0", area: "config",
                hint: "leave at least one above 0")
        }
    }
}
