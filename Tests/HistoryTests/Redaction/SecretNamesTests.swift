import Testing

@testable import History

@Suite struct SecretNamesTests {
    @Test(arguments: [
        ("MY_APIKey2Value", ["my", "api", "key2", "value"]), ("--client-secret", ["client", "secret"]),
        ("githubToken", ["github", "token"]), ("", []), ("...", []), ("HTTPServer", ["http", "server"]),
    ])
    func `names are cut where a reader would cut them`(name: String, words: [String]) {
        #expect(SecretNames.split(Array(name.utf8)[...]) == words)
    }

    @Test(arguments: [
        "GITHUB_TOKEN", "githubToken", "--client-secret", "PGPASSWORD", "apikey", "AWS_SECRET_ACCESS_KEY", "DB_PWD",
        "passphrase", "GOOGLE_CREDENTIALS", "_auth", "Cookie", "ssh-key", "key",
    ])
    func `these name secrets`(name: String) {
        #expect(SecretNames.isSecret(Array(name.utf8)[...], isAssigned: true))
    }

    @Test(arguments: [
        "tokens", "max_tokens", "PWD", "OLDPWD", "public_key", "subject_key", "monkey", "keyboard", "password-file",
        "auth", "bypass", "secretary", "KEY_ID", "", "-", "..", "42",
    ])
    func `these do not`(name: String) {
        #expect(!SecretNames.isSecret(Array(name.utf8)[...], isAssigned: true))
    }
}
