import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns
package import OnsetStudy

/// A drawing of a test's run for a terminal: a small chart for each metric, and below them, on the same steps, where
/// something was expected and what happened.
package struct TestChart: Sendable {
  package var style: TextStyle
  /// The charts' width in characters, without their labels.
  private let width = 64
  private let height = 4
  /// The most metrics that are drawn, and the most lines about what happened.
  private let metricLimit = 4
  private let groupLimit = 8

  package init(style: TextStyle) { self.style = style }

  package func text(_ drawing: TestDrawing) -> String {
    let charts = drawing.columns.prefix(metricLimit).map { chart($0, drawing) }
    let labels = charts.flatMap { [$0.top.count, $0.bottom.count] } + [8]
    let margin = labels.max() ?? 8
    var text = "  \(style.paint(TerminalText.safe(drawing.subject), .strong))\n"
    for chart in charts {
      text += "  \(style.paint(TerminalText.safe(chart.name), .accent))\(style.paint(chart.note, .quiet))\n"
      for row in 0..<height {
        // A metric that never changes is drawn in the middle.
        let bottomRow = chart.top.isEmpty ? height / 2 - 1 : height - 1
        let label = row == bottomRow ? chart.bottom : row == 0 ? chart.top : ""
        let line = "  \(padded(label, margin)) ┤\(chart.canvas.line(row))"
        text += "\(line)\n"
      }
    }
    if drawing.columns.count > metricLimit {
      text += "  \(style.paint("… and \(drawing.columns.count - metricLimit) more metrics", .quiet))\n"
    }
    text += axis(drawing, margin)
    for expected in drawing.expected {
      text += mark("expected", span(expected.range, drawing.steps), expected.what, margin, .warning)
    }
    let groups = Self.grouped(drawing.events)
    for group in groups.prefix(groupLimit) { text += happened(group, drawing.steps, margin) }
    if groups.count > groupLimit { text += "  … and \(groups.count - groupLimit) more metrics\n" }
    if drawing.events.isEmpty { text += "  \(padded("happened", margin))  \(drawing.found ?? "nothing")\n" }
    return text
  }

  /// Events of one kind, and of one metric, each in the order of time.
  private static func grouped(_ events: [Event]) -> [[Event]] {
    var groups: [[Event]] = []
    for event in events {
      if let index = groups.firstIndex(where: { $0[0].kind == event.kind && $0[0].metric == event.metric }) {
        groups[index].append(event)
      } else {
        groups.append([event])
      }
    }
    return groups
  }

  private func happened(_ events: [Event], _ steps: StepRange, _ margin: Int) -> String {
    let columns = Set(events.map { column($0.step, steps) })
    let drawn = (0...(columns.max() ?? 0)).map { columns.contains($0) ? "▲" : " " }.joined()
    let shown = events.prefix(5).map { "\($0.step)" }.joined(separator: ", ")
    let more = events.count > 5 ? ", … (\(events.count) times)" : ""
    let metric = events[0].metric.map { " for \(TerminalText.safe($0))" } ?? ""
    return mark(
      events[0].kind.rawValue, drawn, "\(events.count == 1 ? "step" : "steps") \(shown)\(more)\(metric)", margin,
      events[0].kind == .fired ? .good : .bad)
  }

  // MARK: One metric

  private struct Chart {
    var name: String
    var note: String
    var top: String
    var bottom: String
    var canvas: BrailleCanvas
  }

  private func chart(_ column: RunColumn, _ drawing: TestDrawing) -> Chart {
    var canvas = BrailleCanvas(width: width, height: height)
    let finite = column.values.filter(\.isFinite)
    let lower = finite.min() ?? 0
    let upper = finite.max() ?? 0
    // What spans decades is a flat line on any other scale.
    let isLogarithmic = lower > 0 && upper / lower > 1000
    func scaled(_ value: Double) -> Double { isLogarithmic ? MathFunction.log10.apply(value) : value }
    let range = scaled(upper) - scaled(lower)
    for (step, value) in zip(column.steps, column.values) where value.isFinite {
      let share = range > 0 && range.isFinite ? (scaled(value) - scaled(lower)) / range : 0.5
      let dot = (
        column: Int((position(step, drawing.steps) * Double(width * 2 - 1)).rounded()),
        row: Int((share * Double(height * 4 - 1)).rounded())
      )
      // A dot that stands alone is hard to see.
      let size = column.values.count <= width ? 2 : 1
      for right in 0..<size {
        for up in 0..<size { canvas.set(column: dot.column / size * size + right, row: dot.row / size * size + up) }
      }
    }
    var notes: [String] = isLogarithmic ? ["logarithmic"] : []
    if finite.count < column.values.count {
      let first = zip(column.steps, column.values).first { !$0.1.isFinite }
      notes.append("\(column.values.count - finite.count) not finite, from step \(first?.0 ?? 0)")
    }
    return Chart(
      name: column.name, note: notes.isEmpty ? "" : "  (\(notes.joined(separator: ", ")))",
      top: range > 0 ? DisplayNumber.short(upper) : "", bottom: DisplayNumber.short(lower), canvas: canvas)
  }

  // MARK: Steps

  /// Where a step is between the first and the last, from 0 to 1.
  private func position(_ step: Int64, _ steps: StepRange) -> Double {
    let length = Double(steps.last) - Double(steps.first)
    return length > 0 ? min(max((Double(step) - Double(steps.first)) / length, 0), 1) : 0.5
  }

  private func column(_ step: Int64, _ steps: StepRange) -> Int {
    Int((position(step, steps) * Double(width * 2 - 1)).rounded()) / 2
  }

  private func span(_ range: StepRange, _ steps: StepRange) -> String {
    let first = column(range.first, steps)
    let last = column(range.last, steps)
    let indent = String(repeating: " ", count: first)
    if first == last { return indent + "│" }
    return indent + "├" + String(repeating: "─", count: last - first - 1) + "┤"
  }

  private func axis(_ drawing: TestDrawing, _ margin: Int) -> String {
    let first = "\(drawing.steps.first)"
    let last = "\(drawing.steps.last)"
    let line = String(repeating: "─", count: max(1, width - first.count - last.count - 2))
    return "  \(padded("step", margin))  \(style.paint("\(first) \(line) \(last)", .quiet))\n"
  }

  private func mark(
    _ label: String, _ drawn: String, _ what: String, _ margin: Int, _ role: TextStyle.Role
  ) -> String {
    "  \(padded(label, margin))  \(style.paint(drawn, role))  \(what)\n"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
