import Primitives
import Testing

@testable import History

@Suite struct JSONRedactionTests {
    private let redactor = Redactor(home: "/home/ada")

    @Test(
        arguments: [
            (#"{"a":1,"b":[true,null,-2.5e-30,18446744073709551615],"c":{}}"#, nil),
            (#"{"command":"tool --token x1","n":1}"#, #"{"command":"tool --token [redacted]","n":1}"#),
            (#"{"password":"hunter2","token":5}"#, #"{"password":"[redacted]","token":5}"#),
            (#"{"arguments":["tool","--password","x y"]}"#, #"{"arguments":["tool","--password","[redacted]"]}"#),
            (#"[ "mysql" , "-px" ]"#, #"["mysql","-p[redacted]"]"#),
            (#"[["a"],{"cwd":"/home/ada/x"},"/home/ada"]"#, #"[["a"],{"cwd":"~/x"},"~"]"#),
            (#"{"text":"say \"password\": \"x\" now"}"#, #"{"text":"say \"password\": \"[redacted]\" now"}"#),
            (#"{"text":"a\u00e4\ud83d\ude00\n\u0001"}"#, #"{"text":"aä😀\n\u0001"}"#),
            (#"{"host_id":"d41d8cd98f00b204e9800998ecf8427e"}"#, nil),
            (#"{"other":"d41d8cd98f00b204e9800998ecf8427e"}"#, #"{"other":"[redacted]"}"#),
            (#"{"session_id":"ghp_abcdefghijklmnopqrstuvwxyz0123456789"}"#, #"{"session_id":"[redacted]"}"#),
            (#"{"/home/ada/x":1,"ghp_abcdefghijklmnopqrstuvwxyz0123456789":2}"#, #"{"~/x":1,"[redacted]":2}"#),
            (#"["",""]"#, nil), ("[]", nil), (#"{"a":""}"#, nil), (#"["a\\"]"#, nil), (#"["x",1]"#, nil),
        ] as [(String, String?)])
    func `strings are redacted, everything else stays`(text: String, expected: String?) throws {
        #expect(String(decoding: try redactor.json(Array(text.utf8)).bytes, as: UTF8.self) == expected ?? text)
    }

    @Test func `what is kept by name is kept whole, but for a secret of a known shape`() throws {
        let group = #"{"moved_from":"/sys/fs/cgroup/docker/d41d8cd98f00b204e9800998ecf8427e"}"#
        let kept = try redactor.json(Array(group.utf8), keeping: ["moved_from"])
        #expect(String(decoding: kept.bytes, as: UTF8.self) == group)
        #expect(try redactor.json(Array(group.utf8)) != kept)
        let secret = #"{"moved_from":"ghp_abcdefghijklmnopqrstuvwxyz0123456789"}"#
        #expect(
            try redactor.json(Array(secret.utf8), keeping: ["moved_from"]).bytes
                == Array(#"{"moved_from":"[redacted]"}"#.utf8))
    }

    @Test(arguments: [#"{"a"#, #"["a","#, "", "{} x"])
    func `what is no JSON is an error`(text: String) {
        #expect(throws: TendError.self) { try redactor.json(Array(text.utf8)) }
    }
}
