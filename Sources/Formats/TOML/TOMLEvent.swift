import CTOML
import Primitives

/// What the walk over a parsed document comes across, with the places that editing needs.
struct TOMLEvent {
    enum Kind: Equatable {
        case value(TOMLValue.Kind)
        case beginTable
        case beginArray
        case end
    }

    /// Lines and columns from 1, columns in characters.
    struct Place: Equatable {
        var line: Int
        var column: Int

        fileprivate init(_ place: tend_toml_place) {
            line = Int(place.line)
            column = Int(place.column)
        }
    }

    var kind: Kind
    /// Absent for elements of arrays and for the document itself.
    var key: String?
    var keyPlace: Place
    var begin: Place
    /// The place behind the last character.
    var end: Place

    fileprivate init(_ event: tend_toml_event) {
        kind =
            switch event.kind {
            case TEND_TOML_TABLE: .beginTable
            case TEND_TOML_ARRAY: .beginArray
            case TEND_TOML_END: .end
            case TEND_TOML_STRING: .value(.string(Self.text(event.text, event.text_length)))
            case TEND_TOML_INTEGER: .value(.integer(event.integer))
            case TEND_TOML_DOUBLE: .value(.double(event.number))
            case TEND_TOML_BOOL: .value(.bool(event.integer != 0))
            default: .value(.date(Self.text(event.text, event.text_length)))
            }
        key = event.key.map { Self.text($0, event.key_length) }
        keyPlace = Place(event.key_begin)
        begin = Place(event.begin)
        end = Place(event.end)
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length), as: UTF8.self)
    }

    /// Parses the document and walks over it; within a table the library hands members out by name.
    static func all(in bytes: [UInt8], file: String) throws(TendError) -> [TOMLEvent] {
        let list = TOMLEventList()
        var mistake = tend_toml_error()
        let status = bytes.withUnsafeBytes { bytes in
            tend_toml_parse(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
                { context, event in
                    guard let context, let event else { return }
                    let list = Unmanaged<TOMLEventList>.fromOpaque(context).takeUnretainedValue()
                    list.events.append(TOMLEvent(event.pointee))
                }, Unmanaged.passUnretained(list).toOpaque(), &mistake)
        }
        guard status == 0 else { throw described(mistake, file) }
        return list.events
    }

    private static func described(_ mistake: tend_toml_error, _ file: String) -> TendError {
        let message = withUnsafeBytes(of: mistake.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let place = "\(file):\(mistake.place.line):\(mistake.place.column)"
        return TendError(.configuration, "\(place): \(message)", area: "config")
    }
}

/// A list that C can be handed a pointer to.
private final class TOMLEventList {
    var events: [TOMLEvent] = []
}
