import Reporting
import Testing

@testable import Cockpit

struct ProgressTests {
    private final class Screen {
        var time = 0.0
        var written = ""
    }

    private func progress(_ screen: Screen, isShown: Bool = true) -> Progress {
        Progress(
            isShown: isShown, style: Style(color: false, unicode: true, width: 24), now: { screen.time },
            write: { screen.written += $0 })
    }

    @Test func `short work shows nothing`() {
        let screen = Screen()
        var progress = progress(screen)
        progress.update("scanning", 1024, "processes")
        screen.time = 0.149
        progress.update("scanning", 2048, "processes")
        progress.finish()
        #expect(screen.written == "")
    }

    @Test func `long work shows one line, replaces it and removes it`() {
        let screen = Screen()
        var progress = progress(screen)
        screen.time = 0.2
        progress.update("scanning", 1024, "files")
        #expect(screen.written == "scanning 1,024 files …")
        progress.update("scanning", 1024, "files")
        #expect(screen.written == "scanning 1,024 files …")
        progress.update("reading everything else there is")
        progress.finish()
        progress.finish()
        #expect(screen.written == "scanning 1,024 files …\r\u{1B}[Jreading everything els…\r\u{1B}[J")
    }

    @Test func `nothing is shown where it was not wanted`() {
        let screen = Screen()
        var progress = progress(screen, isShown: false)
        screen.time = 9
        progress.update("scanning")
        progress.finish()
        #expect(screen.written == "")
    }
}
