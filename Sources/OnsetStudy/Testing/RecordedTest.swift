import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetText

/// A recording as a file of tests, and the log beside it where its series are long.
package struct RecordedTest: Sendable {
  /// The text of the file of tests.
  package var text: String
  /// The log's name and text; nil where the series are in the file. There is one although none is allowed where the
  /// run is too long for series.
  package var log: (name: String, text: String)?

  /// The most samples that are written into the file of tests.
  private static let inlineLimit = 400

  private let recording: Recording

  /// - Parameters:
  ///   - name: The name of the file of tests, and of the log beside it.
  ///   - allowsLog: Whether a log may be written.
  package init(_ recording: Recording, name: String, allowsLog: Bool) {
    self.recording = recording
    let run = recording.run
    text = ""
    let series = Self.series(of: run)
    let count = run.columns.reduce(0) { $0 + $1.steps.count }
    if series == nil || allowsLog && count > Self.inlineLimit { log = (name: "\(name).csv", text: Self.csv(run)) }
    text = """
      onset: 1
      tests: \(name)
      summary: Recorded from \(Self.plain(run.name)), shrunk to what \(recording.rule) depends on.
      rulesets: \(recording.ruleSet.name.value)
      \(recording.profile.map { "profile: \($0.name)\n" } ?? "")cases:
        - test: \(Self.label(run.name))
          run:

      """
    if let stepsPerEpoch = run.metadata.stepsPerEpoch {
      text += "      steps_per_epoch: \(ReadableNumber.text(stepsPerEpoch, digits: 17))\n"
    }
    if let log {
      text += "      file: \(log.name)\n"
    } else if let series {
      write(series)
    }
    writeExpectations()
  }

  // MARK: The run

  private struct Series {
    var first: Int64
    var every: Int64
    var series: [(name: String, every: Int64, values: [Double?])]
  }

  /// The series of a run; nil where there would be more samples, missing ones counted, than a series may have.
  private static func series(of run: Run) -> Series? {
    guard let first = run.rows.first, let last = run.rows.last else { return nil }
    var result = Series(first: first, every: 1, series: [])
    for column in run.columns {
      var every: Int64 = 0
      for step in column.steps { every = greatestCommonDivisor(every, step - first) }
      every = max(every, 1)
      guard (last - first) / every < SeriesSyntax.maximumCount else { return nil }
      var values: [Double?] = []
      for (step, value) in zip(column.steps, column.values) {
        while first + Int64(values.count) * every < step { values.append(nil) }
        values.append(value)
      }
      result.series.append((column.name, every, values))
    }
    result.every = result.series.map(\.every).min() ?? 1
    return result
  }

  private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  private mutating func write(_ series: Series) {
    if series.first != 0 { text += "      from: \(series.first)\n" }
    let others = series.series.filter { $0.every != series.every }
    if others.isEmpty {
      text += "      every: \(Self.steps(series.every))\n"
    } else {
      let list = others.map { "\(Self.key($0.name)): \(Self.steps($0.every))" } + ["\"*\": \(Self.steps(series.every))"]
      text += "      every: {\(list.joined(separator: ", "))}\n"
    }
    text += "      series:\n"
    for (name, _, values) in series.series {
      let segments = Self.segments(values)
      let line = "        \(Self.key(name)): \(segments.joined(separator: ", "))"
      if line.count <= 118 {
        text += line + "\n"
      } else {
        text += "        \(Self.key(name)): [\n"
        var current = "          "
        for (index, segment) in segments.enumerated() {
          let piece = index + 1 < segments.count ? "\(segment), " : segment
          if current.count + piece.count > 110 {
            while current.last == " " { current.removeLast() }
            text += current + "\n"
            current = "          "
          }
          current += piece
        }
        text += current + "]\n"
      }
    }
  }

  private static func steps(_ count: Int64) -> String { count == 1 ? "1 step" : "\(count) steps" }

  /// Values with repetitions counted.
  private static func segments(_ values: [Double?]) -> [String] {
    var segments: [(text: String, count: Int)] = []
    for value in values {
      let text = value.map { ReadableNumber.text($0, digits: 17) } ?? "_"
      if let last = segments.indices.last, segments[last].text == text {
        segments[last].count += 1
      } else {
        segments.append((text, 1))
      }
    }
    return segments.map { $0.count == 1 ? $0.text : "\($0.text) x \($0.count)" }
  }

  private static func csv(_ run: Run) -> String {
    var text = (["step"] + run.columns.map { quoted($0.name) }).joined(separator: ",") + "\n"
    var positions = run.columns.map { _ in 0 }
    for step in run.rows {
      var cells = ["\(step)"]
      for (index, column) in run.columns.enumerated() {
        let position = positions[index]
        if position < column.steps.count, column.steps[position] == step {
          cells.append(ReadableNumber.text(column.values[position], digits: 17))
          positions[index] += 1
        } else {
          cells.append("")
        }
      }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  private static func quoted(_ name: String) -> String {
    name.contains { $0 == "," || $0 == "\"" } ? "\"\(name.replacing("\"", with: "\"\""))\"" : name
  }

  /// A metric's name as a key.
  private static func key(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
    }
    return isPlain && Double(name) == nil ? name : JSONOutput.quoted(name)
  }

  // MARK: What is expected

  private mutating func writeExpectations() {
    let rule = "\(recording.ruleSet.name.value).\(recording.rule)"
    text += "    expect:\n"
    if recording.events.isEmpty {
      text += "      silent: \(rule)\n"
      return
    }
    for kind in EventExpectation.Kind.allCases {
      let events = recording.events.filter { $0.kind.rawValue == kind.rawValue }
      guard !events.isEmpty else { continue }
      text += "      \(kind.key):\n"
      for event in events {
        var entries = ["rule: \(rule)"]
        if let metric = event.metric { entries.append("metric: \(JSONOutput.quoted(metric))") }
        entries.append("at: \(event.step)")
        if event.since != event.step { entries.append("since: \(event.since)") }
        if event.detected != event.step { entries.append("detected: \(event.detected)") }
        if let enters = event.enters { entries.append("enter: \(enters)") }
        text += "        - {\(entries.joined(separator: ", "))}\n"
      }
    }
    if !recording.events.contains(where: { $0.kind == .fired || $0.kind == .undecided }) {
      text += "      silent: \(rule)\n"
    }
  }

  /// A name as a rule or test may have it.
  package static func label(_ name: String) -> String {
    var label = ""
    for scalar in name.unicodeScalars {
      let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
      if isKept { label.unicodeScalars.append(scalar) } else if label.last != "-" { label.append("-") }
    }
    while label.last == "-" { label.removeLast() }
    return label.isEmpty ? "recorded" : label
  }

  /// A name for a sentence in plain YAML text.
  private static func plain(_ name: String) -> String { label(name) }
}
