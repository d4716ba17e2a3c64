import Testing

@testable import OnsetRuns

@Suite struct JSONScalarsTests {
  private func scalars(_ text: String) -> [String] {
    JSONScalars(in: Array(text.utf8)).values.map { "\($0.name)=\($0.text)" + ($0.number.map { " (\($0))" } ?? "") }
  }

  @Test(
    arguments: [
      ("{}", []), ("{\"a\": 1}", ["a=1 (1.0)"]),
      ("{\"a\": {\"b\": {\"c\": \"x\"}}, \"d\": 2}", ["a.b.c=x", "d=2 (2.0)"]),
      ("{\"a\": NaN, \"b\": -Infinity, \"c\": \"1e3\"}", ["a=NaN (nan)", "b=-Infinity (-inf)", "c=1e3 (1000.0)"]),
      (
        "{\"a\": [1, \"x\", null, true], \"b\": [], \"c\": [[1]], \"d\": [{\"e\": 1}], \"f\": 1}",
        ["a=[1, x, true]", "b=[]", "f=1 (1.0)"]
      ),
      ("{\"\\u00e9\\n\": false}", ["é\n=false"]), ("[1]", []), ("7", []), ("", []),
      ("{\"a\": 1, \"b\": tru", ["a=1 (1.0)"]),
      ("{\"a\": 1 \"b\": 2}", ["a=1 (1.0)"]),
      ("{\"a\": {\"b\": 1}, \"c\": [\"d\", {\"k\": {}}], \"l\": 2}", ["a.b=1 (1.0)", "l=2 (2.0)"]),
    ] as [(String, [String])])
  func `the single values of a document`(text: String, expected: [String]) { #expect(scalars(text) == expected) }

  @Test func `whether all of it could be read is known`() {
    #expect(JSONScalars(in: Array("{\"a\": 1}\n".utf8)).isWhole)
    for text in ["", "{\"a\": 1", "{\"a\": 1}}", "[1]", "{\"a\" 1}"] {
      #expect(!JSONScalars(in: Array(text.utf8)).isWhole, "\(text)")
    }
  }

  @Test func `nesting without end is a fault`() {
    let deep = "{\"a\": 1, \"b\": " + String(repeating: "[", count: 100_000)
    #expect(scalars(deep) == ["a=1 (1.0)"])
    #expect(scalars(String(repeating: "{\"a\":", count: 100_000)).isEmpty)
  }

  @Test func `tokens do not depend on where the text is cut`() {
    let text = Array("{\"a\\\"b\": [1.5e3, -2, NaN, {\"c\": \"d\\\\\"}], \n\"e\": true, \"f\": null}\n".utf8)
    let padding = Array(repeating: UInt8(0), count: NumberScanner.padding)
    func tokens(_ cut: Int) -> [String] {
      var tokens = JSONTokenizer()
      var found: [String] = []
      var start = 0
      for end in Set([cut, text.count]).sorted() {
        let piece = Array(text[start..<end]) + padding
        var position = 0
        reading: while true {
          let token = tokens.next(piece.span, at: &position, count: end - start, isLast: end == text.count)
          switch token {
          case .incomplete, .end:
            if end == text.count { found.append("\(token)") }
            break reading
          case .key(let first, let last), .string(let first, let last), .word(let first, let last),
            .number(_, let first, let last):
            found.append(String(decoding: piece[first..<last], as: UTF8.self))
          default: found.append("\(token)")
          }
        }
        start += position
      }
      return found
    }
    let whole = tokens(text.count)
    #expect(whole.count == 17 && whole.last == "end")
    for cut in 0...text.count { #expect(tokens(cut) == whole, "\(cut)") }
  }
}
