import OnsetReports
import Testing

@Suite struct TextTableTests {
  static func table(_ rows: [[String]]) -> TextTable {
    var table = TextTable([.init("name"), .init("count", .right), .init("note")])
    for row in rows { table.append(row) }
    return table
  }

  @Test func `A plain table has its columns under each other, numbers to the right, no spaces at the ends`() {
    #expect(
      Self.table([["a", "1", ""], ["größer", "12345678", "x"]]).plain(indent: "> ") == """
        > name       count  note
        > a              1
        > größer  12345678  x

        """)
  }

  @Test func `A table without rows is its titles`() {
    #expect(Self.table([]).plain() == "name  count  note\n")
    #expect(Self.table([]).csv == "name,count,note\n")
  }

  @Test func `What is markup in Markdown is escaped, and a cell is one line`() {
    #expect(
      Self.table([["a|b", "1", "*x*\n`y` <b>"]]).markdown == """
        | name | count | note |
        | --- | ---: | --- |
        | a\\|b | 1 | \\*x\\* \\`y\\` \\<b\\> |

        """)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("\"", "\"\"\"\""), (" a ", " a "), ("=1+1", "=1+1"),
  ])
  func `A cell of CSV is quoted where it has to be`(_ text: String, _ quoted: String) {
    #expect(TextTable.quoted(text) == quoted)
  }
}
