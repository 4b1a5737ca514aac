import Formats
import Model
import Primitives
import Testing

@testable import Reporting

struct LearnedPriorsFieldsTests {
    private var layer: LearnedPriors {
        var layer = LearnedPriors()
        (layer.revision, layer.madeAt, layer.labels, layer.programs) = (3, 5, 2, 1)
        layer.profile.purpose = "devbox"
        layer.tempering = 0.8
        var category = CategoryEvidence(.devServer)
        (category.weight, category.residual) = (2, [0.5, -0.2, -0.3])
        layer.own.categories = [category]
        var role = RoleEvidence(.server)
        role.levelResiduals[1][6] = -1.25
        layer.imported.roles = [role]
        var law = FittedLaw()
        (law.subject, law.shape, law.scale, law.labels) = ("dev_server", 1.5, 20, 9)
        layer.laws = [law]
        layer.importedFrom = ["abc"]
        return layer
    }

    @Test func `a layer is read back as it was written, bare and in an envelope`() throws {
        #expect(try LearnedPriors.decode(layer.json, from: "f") == layer)
        let envelope = Array("{\"ok\":true,\"data\":".utf8) + layer.json + Array("}".utf8)
        #expect(try LearnedPriors.decode(envelope, from: "f") == layer)
    }

    @Test(arguments: [
        ("\"priors_version\":1", "\"priors_version\":2", "version 2"),
        ("\"priors_version\":1,", "", "'priors_version' is missing"),
        ("\"tempering\":0.8", "\"tempering\":1.2", "'tempering' must be 0.5 to 1"),
        ("\"tempering\":0.8", "\"tempering\":\"soft\"", "expected a finite number"),
        ("[0.5,-0.2,-0.3]", "[0.5,-0.2]", "category dev_server must have"),
        ("[0.5,-0.2,-0.3]", "[0.5,-0.2,99]", "no larger than it"),
        ("\"weight\":2.0", "\"weight\":-2", "category dev_server must have"),
        ("\"category\":\"dev_server\"", "\"category\":\"devserver\"", "expected one of shell"),
        ("\"purpose\":\"devbox\"", "\"purpose\":\"dev box\"", "must be a word"),
        ("\"subject\":\"dev_server\"", "\"subject\":\"server\"", "name no known \"server\""),
        ("\"shape\":1.5", "\"shape\":0", "out of range"),
        ("\"level_weights\":[0.0,0.0]", "\"level_weights\":[0.0]", "role server must have"),
        ("{", "", "f: "),
    ])
    func `what no learning could have written is refused and named`(part: String, other: String, message: String) throws
    {
        let text = String(decoding: layer.json, as: UTF8.self)
        #expect(text.contains(part), "\(text)")
        let damaged = text.replacing(part, with: other, maxReplacements: 1)
        let error = try #require(throws: TendError.self) {
            try LearnedPriors.decode(Array(damaged.utf8), from: "f")
        }
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.area == "priors")
    }
}
