/// Writes TOON 4.0: the same data as JSON, with far fewer characters where many objects are alike.
package struct TOONEncoder: Sendable {
    package var options: TOONOptions

    package init(options: TOONOptions = TOONOptions()) {
        self.options = options
    }

    /// The document, its lines separated by line feeds and without one at the end.
    package func encode(_ value: JSONValue) -> String {
        var page = TOONPage(options: options)
        switch value {
        case .object(let object): page.writeRoot(object)
        case .array(let elements): page.writeArray(elements, under: "", at: 0)
        default: page.addLine(at: 0, page.text.scalar(value))
        }
        return page.lines
    }
}

/// The lines written so far.
private struct TOONPage {
    let text: TOONText
    private let options: TOONOptions
    private(set) var lines = ""
    /// Set while the next line is the first of a list item.
    private var startsItem = false

    init(options: TOONOptions) {
        self.options = options
        text = TOONText(delimiter: options.delimiter)
    }

    /// The first line of a list item is one level less indented than its fellows and has a hyphen.
    mutating func addLine(at depth: Int, _ content: String) {
        if !lines.isEmpty { lines += "\n" }
        lines += String(repeating: " ", count: (startsItem ? depth - 1 : depth) * options.indentSize)
        if startsItem { lines += content.isEmpty ? "-" : "- " }
        startsItem = false
        lines += content
    }

    // MARK: Objects

    mutating func writeRoot(_ object: JSONObject) {
        guard let fields = keyedFields(of: object) else { return writeFields(object, at: 0) }
        writeKeyed(object, fields, under: "", at: 0)
    }

    private mutating func writeFields(_ object: JSONObject, at depth: Int) {
        for member in object.members { writeField(TOONText.key(member.key), member.value, at: depth) }
    }

    private mutating func writeField(_ key: String, _ value: JSONValue, at depth: Int) {
        switch value {
        case .array([]):
            addLine(at: depth, "\(key): []")
        case .array(let elements):
            writeArray(elements, under: key, at: depth)
        case .object(let object):
            if let fields = keyedFields(of: object) { return writeKeyed(object, fields, under: key, at: depth) }
            addLine(at: depth, "\(key):")
            writeFields(object, at: depth + 1)
        default:
            addLine(at: depth, "\(key): \(text.scalar(value))")
        }
    }

    /// The columns of an object that can be written as a table: two or more members that are objects alike.
    private func keyedFields(of object: JSONObject) -> [TOONField]? {
        guard object.members.count > 1, let objects = Self.objects(object.members.map(\.value)) else { return nil }
        return [TOONField](commonTo: objects)
    }

    private mutating func writeKeyed(_ object: JSONObject, _ fields: [TOONField], under key: String, at depth: Int) {
        addLine(at: depth, "\(key)[\(object.members.count):\(options.delimiter.symbol)]\(group(fields)):")
        for member in object.members {
            guard case .object(let entry) = member.value else { continue }
            addLine(at: depth + 1, "\(TOONText.key(member.key)): \(row(fields.cells(of: entry)))")
        }
    }

    // MARK: Arrays

    mutating func writeArray(_ elements: [JSONValue], under key: String, at depth: Int) {
        if elements.isEmpty { return addLine(at: depth, "[]") }
        if elements.allSatisfy(\.isScalar) {
            return addLine(at: depth, "\(header(key, elements)): \(row(elements))")
        }
        guard let objects = Self.objects(elements), let fields = [TOONField](commonTo: objects) else {
            return writeList(elements, under: key, at: depth)
        }
        addLine(at: depth, "\(header(key, elements))\(group(fields)):")
        for object in objects { addLine(at: depth + 1, row(fields.cells(of: object))) }
    }

    private mutating func writeList(_ elements: [JSONValue], under key: String, at depth: Int) {
        addLine(at: depth, "\(header(key, elements)):")
        for element in elements {
            startsItem = true
            writeItem(element, at: depth + 2)
        }
    }

    /// Writes an item whose hyphen stands one level before the depth given.
    private mutating func writeItem(_ element: JSONValue, at depth: Int) {
        switch element {
        case .object(let object) where object.isEmpty:
            addLine(at: depth, "")
        case .object(let object):
            writeFields(object, at: depth)
        case .array(let elements) where elements.isEmpty:
            addLine(at: depth, "\(header("", elements)):")
        case .array(let elements) where elements.allSatisfy(\.isScalar):
            addLine(at: depth, "\(header("", elements)): \(row(elements))")
        case .array(let elements):
            // A table without a name is not allowed here, so even objects alike are listed.
            addLine(at: depth, "\(header("", elements)):")
            for inner in elements {
                startsItem = true
                writeItem(inner, at: depth + 1)
            }
        default:
            addLine(at: depth, text.scalar(element))
        }
    }

    // MARK: Parts of lines

    private func header(_ key: String, _ elements: [JSONValue]) -> String {
        "\(key)[\(elements.count)\(options.delimiter.symbol)]"
    }

    private func group(_ fields: [TOONField]) -> String {
        let names = fields.map { TOONText.key($0.name) + ($0.group.isEmpty ? "" : group($0.group)) }
        return "{\(names.joined(separator: options.delimiter.separator))}"
    }

    private func row(_ cells: [JSONValue]) -> String {
        cells.map(text.scalar).joined(separator: options.delimiter.separator)
    }

    private static func objects(_ values: [JSONValue]) -> [JSONObject]? {
        let objects = values.compactMap(\.object)
        return objects.count == values.count ? objects : nil
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
