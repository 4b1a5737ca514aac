internal import Formats
internal import Model
internal import Primitives

/// The first 4096 bytes of a ballast file: JSON, filled up with blanks and ended by a line feed.
struct BallastHeader: Equatable {
    static let length = 4096
    static let magic = "SBH_BALLAST_v1"
    /// What every header begins with, so that one that was cut is still known.
    static let beginning = Array("{\"magic\":\"\(magic)\"".utf8)

    var index: Int
    /// Milliseconds since 1970.
    var createdAt: Int64
    /// Bytes of the whole file, these 4096 among them.
    var size: UInt64
    /// Set once everything else of the file is on the disk.
    var isComplete: Bool

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("magic")
        writer.string(Self.magic)
        writer.key("index")
        writer.integer(index)
        writer.key("created_at")
        writer.string(Timestamp.text(milliseconds: createdAt))
        writer.key("size")
        writer.integer(size)
        writer.key("complete")
        writer.bool(isComplete)
        writer.endObject()
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: Self.length - 1 - writer.bytes.count)
        return writer.bytes + blanks + [UInt8(ascii: "\n")]
    }
}

extension BallastHeader {
    /// Nil for anything that is no header.
    init?(parsing bytes: [UInt8]) {
        // Whatever is wrong with the text, it is no header.
        guard bytes.count == Self.length, let value = try? JSONParser.parse(bytes),
            value["magic"]?.string == Self.magic, let index = value["index"]?.integer.flatMap({ Int(exactly: $0) }),
            BallastFile.indexes.contains(index), let created = value["created_at"]?.string,
            let createdAt = Timestamp.milliseconds(created), let size = value["size"]?.unsigned,
            let isComplete = value["complete"]?.bool
        else { return nil }
        self.init(index: index, createdAt: createdAt, size: size, isComplete: isComplete)
    }
}
