import Primitives
import Testing

@testable import Collectors

@Suite struct ControlGroupMemoryTests {
    @Test func `the least room of a group and those above it counts, in both versions`() throws {
        let tree = try ProcTree()
        for (path, number) in [
            ("a/memory.max", "1000"), ("a/memory.current", "400"), ("a/b/memory.max", "max"),
            ("a/b/memory.current", "300"), ("memory/c/memory.limit_in_bytes", "500"),
            ("memory/c/memory.usage_in_bytes", "600"), ("memory/memory.limit_in_bytes", "9223372036854771712"),
            ("memory/memory.usage_in_bytes", "7"),
        ] {
            try tree.write(path, "\(number)\n")
        }
        let room = { (lines: String) in ControlGroupMemory.room(ForeignText(lines), root: tree.root) }
        #expect(room("0::/a/b\n") == ByteCount(600))
        #expect(room("4:cpu,memory:/c\n0::/\n") == .zero)
        #expect(room("4:cpu:/c\n0::/none\n") == nil)
        #expect(room("0::/../a\n") == nil)
    }
}
