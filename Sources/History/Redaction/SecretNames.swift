/// Whether a name says that its value is secret: `--password`, `GITHUB_TOKEN`, `apiKey`, `Authorization`.
enum SecretNames {
    /// Longer names are no names.
    private static let longest = 128

    /// Where the last word of a name is one of these, or ends with one of the endings, the value is secret.
    private static let words: Set<String> = ["pass", "credential", "credentials", "cookie", "authorization"]
    private static let endings = [
        "token", "secret", "password", "passwd", "passphrase", "apikey", "secretkey", "accesskey", "privatekey",
        "authkey", "masterkey", "encryptionkey", "signingkey", "storepass", "keypass", "userpass", "dbpass",
    ]
    /// A `…_key` after one of these locates something and opens nothing.
    private static let harmlessKeys: Set<String> = [
        "public", "primary", "sort", "partition", "foreign", "group", "grouping", "subject", "hot", "host", "cache",
        "map", "object", "row", "index", "lookup", "by", "order", "json", "file",
    ]
    /// Headers whose whole line is secret.
    private static let headers: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "private-token",
        "x-auth-token", "x-vault-token", "x-amz-security-token", "x-goog-api-key", "x-access-token",
    ]

    static func isHeader(_ name: ArraySlice<UInt8>) -> Bool {
        name.count <= longest && headers.contains(lowerCased(name))
    }

    /// Whether the last word of a name says so.
    ///
    /// Of an option or in `NAME=` a lone `key` is secret too, which in prose (`key: …`) it is not.
    static func isSecret(_ name: ArraySlice<UInt8>, isAssigned: Bool) -> Bool {
        guard name.count <= longest, name.contains(where: \.isLetter) else { return false }
        if name.elementsEqual("_auth".utf8) { return true }
        let words = split(name)
        guard let last = words.last else { return false }
        let before = words.dropLast().last
        switch last {
        case "key": return before.map { !harmlessKeys.contains($0) } ?? isAssigned
        case "pwd": return before != nil
        default: return self.words.contains(last) || endings.contains { last.hasSuffix($0) }
        }
    }

    /// The words of a name in lower case, cut at punctuation and where capitals begin a word.
    static func split(_ name: ArraySlice<UInt8>) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        for index in name.indices {
            let byte = name[index]
            let next = index + 1 < name.endIndex ? name[index + 1] : 0
            let startsWord = byte.isUpperCase && (word.last?.isLowerCase == true || word.last?.isDigit == true)
            let endsCapitals = byte.isUpperCase && word.last?.isUpperCase == true && next.isLowerCase
            if !byte.isAlphanumeric || startsWord || endsCapitals {
                if !word.isEmpty { words.append(lowerCased(word[...])) }
                word = []
            }
            if byte.isAlphanumeric { word.append(byte) }
        }
        if !word.isEmpty { words.append(lowerCased(word[...])) }
        return words
    }

    private static func lowerCased(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map(\.lowerCased), as: UTF8.self)
    }
}
