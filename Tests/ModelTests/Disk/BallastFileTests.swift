import Model
import Testing

struct BallastFileTests {
    @Test func `a name and its number belong together`() {
        #expect(BallastFile.name(1) == "SBH_BALLAST_FILE_00001.dat")
        for index in [1, 42, 99_999] {
            #expect(BallastFile.index(ofName: Array(BallastFile.name(index).utf8)) == index)
        }
    }

    @Test(arguments: [
        "SBH_BALLAST_FILE_00000.dat", "SBH_BALLAST_FILE_1.dat", "SBH_BALLAST_FILE_000001.dat",
        "SBH_BALLAST_FILE_+0001.dat",
        "SBH_BALLAST_FILE_00001.dat~", "SBH_BALLAST_FILE_00001", "sbh_ballast_file_00001.dat", "",
    ])
    func `other names are no files of a pool`(name: String) {
        #expect(BallastFile.index(ofName: Array(name.utf8)) == nil)
    }
}
