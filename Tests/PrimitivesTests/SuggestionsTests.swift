import Testing

@testable import Primitives

struct SuggestionsTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abc", "axc", 1),
        ("", "abc", 3), ("ca", "abc", 3), ("kitten", "sitting", 3),
    ])
    func `swapped neighbours are one slip`(left: String, right: String, slips: Int) {
        #expect(Suggestions.distance(Array(left), Array(right)) == slips)
        #expect(Suggestions.distance(Array(right), Array(left)) == slips)
    }

    @Test(arguments: [
        ("proces", ["processes", "panes", "process"], ["process", "processes"]),
        ("proc", ["disk", "processes"], ["processes"]),
        ("JSON", ["table", "json", "jsonl"], ["json", "jsonl"]),
        ("x", ["a", "b", "c"], []),
        ("a", ["apply", "a"], ["a"]),
        ("", ["a"], []),
        ("zebra", ["plan", "scan"], []),
        ("--a", ["--all", "--any"], []),
        ("same", ["same", "same"], ["same"]),
        ("scn", ["scan", "scam", "scen", "scun", "scon"], ["scan", "scen", "scun"]),
    ])
    func `the closest come first and nothing far is offered`(word: String, among: [String], closest: [String]) {
        #expect(Suggestions.closest(to: word, among: among) == closest)
    }

    @Test func `a huge word costs nothing`() {
        #expect(Suggestions.closest(to: String(repeating: "a", count: 1_000_000), among: ["a"]) == [])
    }
}
