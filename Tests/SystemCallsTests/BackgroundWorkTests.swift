import SystemCalls
import TestSupport
import Testing

struct BackgroundWorkTests {
    @Test func `every piece of work gives its own result, asked once or twice`() {
        let pieces = (0..<50).map { number in BackgroundWork { (0...number).reduce(0, +) } }
        for (number, piece) in pieces.enumerated() {
            #expect(piece.value == number * (number + 1) / 2)
            #expect(piece.value == number * (number + 1) / 2)
        }
    }

    @Test func `work that nobody asks for has ended when it is forgotten`() throws {
        let tools = try FakeTools()
        let path = "\(tools.directory)/done"
        var work: BackgroundWork<Bool>? = BackgroundWork {
            Clocks.sleep(seconds: 0.02)
            return (try? FileSystem.replace(path, with: [1])) != nil
        }
        #expect(work != nil)
        work = nil
        #expect(FileSystem.exists(path))
    }
}
