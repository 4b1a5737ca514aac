import Testing

@testable import Formats

struct JSONValueTests {
    private let value: JSONValue = ["list": [1, "two", nil, true, 2.5], "inner": ["x": -1]]

    @Test func `members and elements are reached by key and index`() {
        #expect(value["list"]?[0]?.integer == 1)
        #expect(value["list"]?[1]?.string == "two")
        #expect(value["list"]?[2]?.isNull == true)
        #expect(value["list"]?[3]?.bool == true)
        #expect(value["list"]?[4]?.double == 2.5)
        #expect(value["inner"]?["x"]?.integer == -1)
        #expect(value["list"]?.array?.count == 5)
        #expect(value["list"]?[5] == nil)
        #expect(value["list"]?["x"] == nil)
        #expect(value["none"] == nil)
        #expect(value[0] == nil)
    }

    @Test func `a number is what it can be without loss`() {
        #expect(JSONValue.whole(5).integer == 5)
        #expect(JSONValue.whole(UInt64.max) == .unsigned(.max))
        #expect(JSONValue.whole(UInt64.max).integer == nil)
        #expect(JSONValue.whole(UInt64.max).double == 18_446_744_073_709_551_616)
        #expect(JSONValue.integer(7).unsigned == 7)
        #expect(JSONValue.integer(-7).unsigned == nil)
        #expect(JSONValue.number(5).integer == nil)
        #expect(JSONValue.string("5").double == nil)
    }

    @Test func `an object keeps the order of its members`() {
        var object = JSONObject()
        object["b"] = 1
        object["a"] = 2
        object["b"] = 3
        #expect(object.members.map(\.key) == ["b", "a"])
        #expect(object["b"] == 3)
        object["b"] = nil
        object["none"] = nil
        #expect(object.members.map(\.key) == ["a"])
        #expect(!object.isEmpty)
    }
}
