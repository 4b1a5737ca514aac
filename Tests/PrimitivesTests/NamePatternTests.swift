import Primitives
import Testing

@Suite struct NamePatternTests {
    @Test(arguments: [
        ("target", "target", true), ("target", "targets", false), ("*.o", "a.o", true), ("*.o", ".o", true),
        ("*.o", "a.ob", false), ("go-build*", "go-build", true), ("go-build*", "go-build123", true),
        ("a?c", "abc", true), ("a?c", "ac", false), ("*", "", true), ("*a*b*", "xxaxxbxx", true),
        ("*a*b*", "xxbxxaxx", false), ("", "", true), ("", "a", false), ("a**b", "ab", true),
    ])
    func `a name matches its pattern and no other`(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(Array(name.utf8)) == matches)
    }

    @Test func `many stars cost no more than their product`() {
        let pattern = NamePattern(String(repeating: "*a", count: 60) + "b")
        #expect(!pattern.matches(Array(repeating: UInt8(ascii: "a"), count: 4000)))
    }

    @Test(arguments: [
        ("/data/projects/production-*", "/data/projects/production-1", PathGlob.Place.within),
        ("/data/projects/production-*", "/data/projects/production-1/target", .within),
        ("/data/projects/production-*", "/data/projects/shop/target", .outside),
        ("/data/projects/production-*", "/data/projects", .above),
        ("/home/*/critical-builds", "/home/ada/critical-builds/x", .within),
        ("/home/*/critical-builds", "/home/ada", .above), ("/home/*/critical-builds", "/home/ada/other", .outside),
        ("/srv/**/keep", "/srv/keep", .within), ("/srv/**/keep", "/srv/a/b/keep/c", .within),
        ("/srv/**/keep", "/srv/a", .above), ("/srv/**", "/srv", .within), ("/", "/anything", .within),
    ])
    func `a glob protects what it names, what lies in that, and tells what may hold it`(
        glob: String, path: String, place: PathGlob.Place
    ) throws {
        #expect(try #require(PathGlob(glob)).place(of: ForeignText(path)) == place)
    }

    @Test func `a relative path is no glob`() {
        #expect(PathGlob("projects/*") == nil)
        #expect(PathGlob("") == nil)
    }

    @Test(arguments: [("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/a", "/", true)])
    func `a path lies below a directory only at a slash`(path: String, folder: String, isBelow: Bool) {
        #expect(ForeignText(path).isBelow(ForeignText(folder)) == isBelow)
    }
}
