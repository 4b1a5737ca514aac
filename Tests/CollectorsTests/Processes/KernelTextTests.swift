import Testing

@testable import Collectors

@Suite struct KernelTextTests {
    private func value(_ key: StaticString, _ text: String, base: UInt64 = 10) -> UInt64? {
        Array(text.utf8).withUnsafeBufferPointer { KernelText.value(of: key, in: $0, base: base) }
    }

    @Test func `a key is found at the start of a line only`() {
        let io = "rchar: 9\ncancelled_write_bytes: 3\nwrite_bytes: 8192\n"
        #expect(value("write_bytes:", io) == 8192)
        #expect(value("read_bytes:", io) == nil)
    }

    @Test func `flags are octal and positions decimal`() {
        let text = "pos:\t123\nflags:\t0100002\nmnt_id:\t25\n"
        #expect(value("pos:", text) == 123)
        #expect(value("flags:", text, base: 8) == 0o100002)
    }

    @Test(arguments: ["pos:", "pos:\t", "pos:\tx", "pos:\t99999999999999999999"])
    func `no number is no value`(text: String) {
        #expect(value("pos:", text) == nil)
    }

    @Test func `a line may have several numbers`() {
        let text = Array("Name:\tx\nNSpid:\t4120\t17\t1\nNSpgid:\t9\n".utf8)
        #expect(text.withUnsafeBufferPointer { KernelText.values(of: "NSpid:", in: $0) } == [4120, 17, 1])
    }
}
