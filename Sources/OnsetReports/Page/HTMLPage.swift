import OnsetText

/// A page in one file: nothing in it asks the network for anything, and no script but its own can run.
struct HTMLPage {
  var title: String
  /// What the script draws, as JSON.
  var data: String
  /// HTML.
  var body: String
  var library: PageLibrary?

  private static let pageStyle = String(decoding: PackageResources.report_css, as: UTF8.self)
  private static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

  var text: String {
    let key = nonce
    let policy =
      "default-src 'none'; script-src 'nonce-\(key)'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
      + "form-action 'none'"
    let drawing = library.map { "<style>\($0.embeddedStyle)</style>\n" } ?? ""
    let library = library.map { "<script nonce=\"\(key)\">\($0.embeddedScript)</script>\n" } ?? ""
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="onset report">
      <title>\(HTMLText.escaped(title))</title>
      \(drawing)<style>
      \(ChartStyle.css)\(Self.pageStyle)</style>
      </head>
      <body>
      <svg class="definitions" aria-hidden="true"><defs>\(ChartSVG.patterns)</defs></svg>
      \(body)
      <div id="speaker" class="hidden" aria-live="polite"></div>
      <script type="application/json" id="data">\(HTMLText.embedded(json: data))</script>
      \(library)<script nonce="\(key)">
      \(Self.script)</script>
      </body>
      </html>

      """
  }

  /// The mark by which the browser knows the page's own scripts. It is made from all that the page holds, so that nothing
  /// in a log can have known it.
  private var nonce: String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in (title + data + body).utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(value, radix: 36)
  }
}

/// Pieces of HTML.
enum HTML {
  static func text(_ text: String) -> String { HTMLText.escaped(text) }

  static func code(_ text: String) -> String { "<code>\(HTMLText.escaped(text))</code>" }

  /// A rule by its names, which may be broken where they are joined.
  static func rule(_ ruleset: String, _ rule: String) -> String {
    "<code>\(breakable(ruleset))/<wbr>\(breakable(rule))</code>"
  }

  /// Names of rules make narrow columns.
  private static func heading(_ title: String) -> String {
    title.split(separator: "/", omittingEmptySubsequences: false).map { breakable(String($0)) }.joined(
      separator: "/<wbr>")
  }

  private static func breakable(_ name: String) -> String { HTMLText.escaped(name).replacing("-", with: "-<wbr>") }

  /// A table in a box of its own, which scrolls where a screen is narrow. The cells are HTML.
  static func table(
    _ columns: [(title: String, style: String)], _ rows: [(style: String, cells: [String])], caption: String? = nil
  ) -> String {
    let head = columns.map { "<th scope=\"col\"\(attribute($0.style))>\(heading($0.title))</th>" }.joined()
    let body = rows.map { row in
      let cells = zip(columns, row.cells).map { column, cell in
        let title = column.title.isEmpty ? "" : " data-title=\"\(text(column.title))\""
        return "<td\(attribute(column.style))\(title)>\(cell)</td>"
      }.joined()
      return "<tr\(attribute(row.style))>\(cells)</tr>\n"
    }.joined()
    // Where a screen is narrow, rows with much text are read from top to bottom.
    let isStacked = columns.contains { $0.style == "wide" }
    let caption = caption.map { "<caption>\(text($0))</caption>" } ?? ""
    return
      "<div class=\"scroll\"><table\(isStacked ? " class=\"stack\"" : "")>\(caption)<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody></table></div>\n"
  }

  static func table(_ table: TextTable, caption: String? = nil) -> String {
    self.table(
      table.columns.map { ($0.title, $0.alignment == .right ? "right" : "") },
      table.rows.map { ("", $0.map(text)) }, caption: caption)
  }

  private static func attribute(_ style: String) -> String { style.isEmpty ? "" : " class=\"\(style)\"" }

  /// Names and what they stand for. The values are HTML.
  static func facts(_ facts: [(name: String, value: String)]) -> String {
    "<dl>\n" + facts.map { "<dt>\(text($0.name))</dt><dd>\($0.value)</dd>\n" }.joined() + "</dl>\n"
  }

  /// The tools above the charts; the script makes them work, and without one they are not there.
  static let tools = """
    <div class="tools" role="toolbar" aria-label="charts">
    <button type="button" class="needs-library" data-do="in" title="zoom in (+)">zoom in</button>
    <button type="button" class="needs-library" data-do="out" title="zoom out (−)">zoom out</button>
    <button type="button" class="needs-library" data-do="left" title="earlier (shift and left arrow)" aria-label="earlier">◀</button>
    <button type="button" class="needs-library" data-do="right" title="later (shift and right arrow)" aria-label="later">▶</button>
    <button type="button" class="needs-library" data-do="all" title="all steps (0)">whole run</button>
    <span class="where needs-library"></span>
    <select class="theme" aria-label="colours"><option value="auto">as the system</option>\
    <option value="light">light</option><option value="dark">dark</option></select>
    </div>

    """
}
