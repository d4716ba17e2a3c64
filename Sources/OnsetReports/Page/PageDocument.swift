import OnsetEngine
import OnsetStudy
import OnsetText

/// What the script of a page draws, as JSON: charts with their lines, and the course of the run.
struct PageDocument {
  private var steps: [[Int64]] = []
  private var charts: [String] = []

  /// - Returns: The chart's position, by which the page names it.
  mutating func add(_ picture: ChartPicture) -> Int {
    let lines = picture.lines.map { line in
      JSONOutput.object([
        ("role", JSONOutput.quoted("\(line.role)")), ("name", JSONOutput.quoted(line.name)),
        ("number", "\(line.number)"), ("steps", "\(index(of: line.steps))"),
        (
          "values",
          Self.list(line.values.map { line.role == .samples ? JSONOutput.number($0) : Self.rounded($0) })
        ),
      ])
    }
    let linear = picture.linear
    charts.append(
      JSONOutput.object([
        ("title", JSONOutput.quoted(picture.title)), ("first", "\(picture.steps.lowerBound)"),
        ("last", "\(picture.steps.upperBound)"), ("lines", "[\(lines.joined(separator: ",\n"))]"),
        ("linear", "[\(JSONOutput.number(linear.lowerBound)), \(JSONOutput.number(linear.upperBound))]"),
        (
          "logarithmic",
          picture.logarithmic.map { "[\(JSONOutput.number($0.lowerBound)), \(JSONOutput.number($0.upperBound))]" }
            ?? "null"
        ),
        ("starts_logarithmic", "\(picture.startsLogarithmic)"), ("band", Self.band(picture.band)),
        ("phases", Self.phases(picture.phases)), ("labels", Self.labels(picture.labels)),
        ("flags", Self.flags(picture.flags)), ("end", picture.end.map { "\($0)" } ?? "null"),
      ]))
    return charts.count - 1
  }

  private mutating func index(of steps: [Int64]) -> Int {
    if let index = self.steps.firstIndex(of: steps) { return index }
    self.steps.append(steps)
    return self.steps.count - 1
  }

  func json(first: Int64, last: Int64, end: Int64?, lanes: [CourseLane]) -> String {
    JSONOutput.object([
      ("first", "\(first)"), ("last", "\(last)"), ("end", end.map { "\($0)" } ?? "null"),
      ("lanes", JSONOutput.array(lanes.map(Self.lane))),
      ("steps", "[\(steps.map(Self.packed).joined(separator: ",\n"))]"),
      ("charts", "[\(charts.joined(separator: ",\n"))]"),
    ])
  }

  // MARK: Pieces

  /// Steps at equal distances are three numbers.
  private static func packed(_ steps: [Int64]) -> String {
    guard steps.count > 3 else { return list(steps.map { "\($0)" }) }
    let by = steps[1] - steps[0]
    for index in steps.indices.dropFirst() where steps[index] - steps[index - 1] != by {
      return list(steps.map { "\($0)" })
    }
    return JSONOutput.object([("from", "\(steps[0])"), ("by", "\(by)"), ("count", "\(steps.count)")])
  }

  private static func list(_ pieces: [String]) -> String { "[\(pieces.joined(separator: ","))]" }

  /// Eight digits are more than a picture or a reader needs of what was computed; samples stay as they were logged.
  private static func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return JSONOutput.number(value) }
    var scale = 1.0
    var size = abs(value)
    if size < 1e-290 || size > 1e290 { return JSONOutput.number(value) }
    while size < 1e7 { (size, scale) = (size * 10, scale * 10) }
    return JSONOutput.number((value * scale).rounded() / scale)
  }

  private static func band(_ band: BaselineBand?) -> String {
    guard let band else { return "null" }
    return JSONOutput.object([
      ("mean", JSONOutput.number(band.mean)), ("std", JSONOutput.number(band.std)),
      ("from", band.from.map { "\($0)" } ?? "null"),
    ])
  }

  private static func phases(_ phases: [ChartPicture.Span]) -> String {
    JSONOutput.array(
      phases.map {
        JSONOutput.object([
          ("name", JSONOutput.quoted($0.name)), ("first", "\($0.first)"), ("last", "\($0.last)"),
          ("number", "\($0.number)"),
        ])
      })
  }

  private static func labels(_ labels: [ChartPicture.Label]) -> String {
    JSONOutput.array(
      labels.map {
        JSONOutput.object([
          ("name", JSONOutput.quoted($0.name)), ("step", "\($0.step)"), ("earliest", "\($0.earliest)"),
          ("latest", "\($0.latest)"),
        ])
      })
  }

  private static func flags(_ flags: [ChartPicture.Flag]) -> String {
    JSONOutput.array(
      flags.map {
        JSONOutput.object([
          ("number", "\($0.number)"), ("step", "\($0.step)"), ("kind", JSONOutput.quoted($0.kind.rawValue)),
          ("counterfactual", "\($0.isCounterfactual)"), ("text", JSONOutput.quoted($0.text)),
        ])
      })
  }

  private static func lane(_ lane: CourseLane) -> String {
    JSONOutput.object([
      ("name", JSONOutput.quoted(lane.name)), ("phases", phases(lane.phases)), ("labels", labels(lane.labels)),
      ("flags", flags(lane.flags)),
    ])
  }
}
