package import OnsetStudy
import OnsetText

/// The results of tests for programs.
package enum TestDocument {
  /// A result, one line without its end.
  package static func line(_ result: TestResult) -> String {
    let map = LineMap(result.source)
    let place = map.place(of: result.place.lower)
    return JSONOutput.object(
      [
        ("tests", JSONOutput.quoted(result.file)), ("test", JSONOutput.quoted(result.name)),
        ("status", JSONOutput.quoted(result.status.rawValue)), ("file", JSONOutput.quoted(result.source.path)),
        ("line", "\(place.line)"),
        ("findings", JSONOutput.array(result.findings.map { MachineOutput.line($0, LineMap($0.source)) })),
        ("digests", OutcomeStamp.object(result.digests)), ("engine", JSONOutput.quoted(OutcomeStamp.engine)),
      ])
  }

  package static func json(_ results: [TestResult]) -> String {
    results.isEmpty ? "[]\n" : "[\n  \(results.map(line).joined(separator: ",\n  "))\n]\n"
  }

  /// A row for each test, with to what it belongs.
  package static func table(_ results: [TestResult]) -> TextTable {
    var table = TextTable(columns + OutcomeStamp.columns)
    for result in results { table.append(cells(result) + OutcomeStamp.cells(result.digests)) }
    return table
  }

  /// A row for each test, and one line that says to what all of them belong.
  package static func markdown(_ results: [TestResult], _ digests: StudyDigests) -> String {
    var table = TextTable(columns)
    for result in results { table.append(cells(result)) }
    return table.markdown + "\n\(OutcomeStamp.line(digests))\n"
  }

  private static let columns: [TextTable.Column] = [
    .init("tests"), .init("test"), .init("status"), .init("file"), .init("line", .right), .init("findings"),
  ]

  private static func cells(_ result: TestResult) -> [String] {
    let line = LineMap(result.source).place(of: result.place.lower).line
    return [
      result.file, result.name, result.status.rawValue, result.source.path, "\(line)",
      result.findings.map(\.message).joined(separator: "; "),
    ]
  }

  /// The form that JUnit's reports have, as CI systems read it.
  package static func junit(_ results: [TestResult]) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"onset test\"\(counts(results))>\n"
    var names: [String] = []
    for result in results where !names.contains(result.file) { names.append(result.file) }
    for name in names {
      let own = results.filter { $0.file == name }
      text += "  <testsuite name=\"\(escaped(name))\"\(counts(own))>\n"
      for result in own { text += testCase(result) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(_ results: [TestResult]) -> String {
    " tests=\"\(results.count)\" failures=\"\(results.count { $0.status == .failed })\""
      + " errors=\"\(results.count { $0.status == .error })\""
  }

  private static func testCase(_ result: TestResult) -> String {
    let line = LineMap(result.source).place(of: result.place.lower).line
    let opening =
      "    <testcase classname=\"\(escaped(result.file))\" name=\"\(escaped(result.name))\""
      + " file=\"\(escaped(result.source.path))\" line=\"\(line)\""
    let properties = properties(result)
    guard result.status != .passed, let first = result.findings.first else {
      return properties.isEmpty ? opening + "/>\n" : "\(opening)>\n\(properties)    </testcase>\n"
    }
    let element = result.status == .failed ? "failure" : "error"
    let drawing = DiagnosticRenderer(usesColour: false).render(result.findings)
    return """
      \(opening)>
      \(properties)      <\(element) message=\"\(escaped(first.message))\" type=\"\(first.code)\">\(escaped(drawing))</\(element)>
          </testcase>

      """
  }

  /// To what the result belongs.
  private static func properties(_ result: TestResult) -> String {
    guard let digests = result.digests else { return "" }
    let known = [("rules", digests.rules), ("profile", digests.profile), ("run", digests.run)].compactMap {
      name, digest in
      digest.map { (name: "digests.\(name)", value: "\($0)") }
    }
    let lines = (known + [(name: "engine", value: OutcomeStamp.engine)]).map {
      "        <property name=\"\($0.name)\" value=\"\(escaped($0.value))\"/>\n"
    }
    return "      <properties>\n\(lines.joined())      </properties>\n"
  }

  /// Text for XML: markup escaped, and what XML cannot hold made visible.
  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
