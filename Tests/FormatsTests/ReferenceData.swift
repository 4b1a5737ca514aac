import Testing

import func Glibc.fclose
import func Glibc.fopen
import func Glibc.fread

@testable import Formats

/// The reference data beside the checkout.
enum ReferenceData {
    static func json(_ path: String) throws -> JSONValue {
        try JSONParser.parse(try bytes(of: "\(root)/../shared/reference/\(path)"))
    }

    private static var root: String {
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"), "cannot open \(path)")
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}
