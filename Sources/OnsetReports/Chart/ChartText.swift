import OnsetEngine
import OnsetStudy
import OnsetText

/// Charts for a terminal: lines of dots, limits of dashes, and below them labels, truths and events.
package struct ChartText: Sendable {
  private let style: TextStyle
  /// In characters, the labels of the axis included.
  private let width: Int
  /// The lines of characters of a chart.
  private let height: Int

  package init(style: TextStyle, width: Int, height: Int = 12) {
    self.style = style
    self.width = max(40, width)
    self.height = max(3, height)
  }

  package func text(_ picture: ChartPicture) -> String {
    let isLogarithmic = picture.startsLogarithmic && picture.logarithmic != nil
    let range = isLogarithmic ? picture.logarithmic ?? picture.linear : picture.linear
    let scale = ChartScale(range, isLogarithmic: isLogarithmic)
    let ticks = scale.ticks(max(2, height / 3))
    let margin = max(6, ticks.map { DisplayNumber.short($0).count }.max() ?? 0)
    let plot = Plot(
      columns: width - margin - 4, height: height,
      steps: ChartScale(Double(picture.steps.lowerBound)...Double(picture.steps.upperBound)), values: scale)
    var text = style.paint(TerminalText.safe(picture.title), .strong)
    text += isLogarithmic ? style.paint("  (logarithmic)", .quiet) + "\n" : "\n"
    text += drawn(picture, plot, ticks: ticks, margin: margin)
    text += axis(picture.steps, plot, margin)
    text += below(picture, plot, margin)
    text += legend(picture)
    for note in picture.notes { text += style.paint(TerminalText.safe(note), .quiet) + "\n" }
    return text
  }

  // MARK: The lines

  private struct Plot {
    let columns: Int
    let height: Int
    let steps: ChartScale
    let values: ChartScale

    func dot(_ step: Int64, _ value: Double) -> (column: Int, row: Int)? {
      let share = values.share(of: value)
      guard share.isFinite else { return nil }
      let across = min(max(steps.share(of: Double(step)), 0), 1)
      return (
        Int((across * Double(columns * 2 - 1)).rounded()),
        Int((min(max(share, -1), 2) * Double(height * 4 - 1)).rounded())
      )
    }

    func column(_ step: Int64) -> Int {
      Int((min(max(steps.share(of: Double(step)), 0), 1) * Double(columns * 2 - 1)).rounded()) / 2
    }

    /// The line of characters, from the top, in which a value is; nil outside.
    func line(_ value: Double) -> Int? {
      let share = values.share(of: value)
      guard share.isFinite, share >= 0, share <= 1 else { return nil }
      return height - 1 - min(height - 1, Int((share * Double(height * 4 - 1)).rounded()) / 4)
    }
  }

  private func drawn(_ picture: ChartPicture, _ plot: Plot, ticks: [Double], margin: Int) -> String {
    var samples = BrailleCanvas(width: plot.columns, height: plot.height)
    var values = samples
    var limits = samples
    for line in picture.lines {
      switch line.role {
      case .samples: draw(line, plot, &samples)
      case .value: draw(line, plot, &values)
      case .threshold: draw(line, plot, &limits)
      }
    }
    var names: [Int: String] = [:]
    for tick in ticks { if let line = plot.line(tick), names[line] == nil { names[line] = DisplayNumber.short(tick) } }
    var text = ""
    for row in 0..<plot.height {
      let name = names[row] ?? ""
      text += String(repeating: " ", count: margin - name.count) + name + (name.isEmpty ? " │" : " ┤")
      var line = ""
      for column in 0..<plot.columns {
        if let dots = values.character(column: column, row: row) {
          line += style.paint(String(dots), .accent)
        } else if let dots = samples.character(column: column, row: row) {
          line += picture.lines.contains { $0.role == .value } ? style.paint(String(dots), .quiet) : String(dots)
        } else if limits.character(column: column, row: row) != nil {
          // Every second character: a limit is a dashed line.
          line += column % 2 == 0 ? style.paint("╌", .warning) : " "
        } else {
          line += " "
        }
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  private func draw(_ line: ChartPicture.Line, _ plot: Plot, _ canvas: inout BrailleCanvas) {
    var last: (column: Int, row: Int)?
    for (step, value) in zip(line.steps, line.values) {
      guard value.isFinite, let dot = plot.dot(step, value) else {
        last = nil
        continue
      }
      // A limit holds until the next one.
      let from = line.role == .threshold ? last.map { (dot.column, $0.row) } : last
      if line.role == .threshold, let last { canvas.draw(from: last, to: (dot.column, last.row)) }
      canvas.draw(from: from ?? dot, to: dot)
      last = dot
    }
  }

  private func axis(_ steps: ClosedRange<Int64>, _ plot: Plot, _ margin: Int) -> String {
    var rule = ""
    var names = ""
    for tick in plot.steps.ticks(max(2, plot.columns / 16)) where tick == tick.rounded() {
      let column = plot.column(Int64(tick))
      guard column >= rule.count else { continue }
      rule += String(repeating: "─", count: column - rule.count) + "┬"
      let name = DisplayNumber.grouped(Int64(tick))
      let start = max(0, min(column - name.count / 2, plot.columns - name.count))
      guard names.isEmpty || start > names.count else { continue }
      names += String(repeating: " ", count: start - names.count) + name
    }
    rule += String(repeating: "─", count: max(0, plot.columns - rule.count))
    let indent = String(repeating: " ", count: margin)
    return "\(indent) └\(rule)\n\(style.paint("\(padded("step", margin))  \(names)", .quiet))\n"
  }

  // MARK: Below the lines

  private func below(_ picture: ChartPicture, _ plot: Plot, _ margin: Int) -> String {
    var text = ""
    for truth in picture.truths {
      var line = Array(repeating: Character(" "), count: plot.columns)
      for span in truth.spans {
        for column in plot.column(span.lowerBound)...plot.column(span.upperBound) { line[column] = "▀" }
      }
      let steps = truth.spans.isEmpty ? "never" : "from step \(DisplayNumber.grouped(truth.spans[0].lowerBound))"
      let times = truth.spans.count > 1 ? ", \(truth.spans.count) stretches" : ""
      text += row("true", String(line), "\(steps)\(times)", margin, .good)
    }
    if !picture.phases.isEmpty { text += phases(picture.phases, plot, margin) }
    for label in picture.labels {
      let first = plot.column(label.earliest)
      let last = max(first, plot.column(label.latest))
      let span = first == last ? "│" : "├" + String(repeating: "─", count: last - first - 1) + "┤"
      text += row("label", String(repeating: " ", count: first) + span, label.name, margin, .accent)
    }
    for (name, flags) in grouped(picture.flags) {
      let columns = Set(flags.map { plot.column($0.step) })
      let line = (0...(columns.max() ?? 0)).map { columns.contains($0) ? "▲" : " " }.joined()
      let steps = flags.prefix(5).map { DisplayNumber.grouped($0.step) }.joined(separator: ", ")
      let more = flags.count > 5 ? ", …" : ""
      text += row("event", line, "\(name), step \(steps)\(more)", margin, .warning)
    }
    return text
  }

  /// The phases of a rule set on one line, with what they are and where they begin.
  private func phases(_ phases: [ChartPicture.Span], _ plot: Plot, _ margin: Int) -> String {
    var line = Array(repeating: Character(" "), count: plot.columns)
    for phase in phases {
      let (first, last) = (plot.column(phase.first), plot.column(phase.last))
      for column in first...max(first, last) where line[column] == " " { line[column] = "─" }
      line[first] = line[first] == "─" && phase.first == phases[0].first ? "├" : "┼"
    }
    if let last = phases.last { line[plot.column(last.last)] = "┤" }
    let names = phases.map { "\($0.name) \(DisplayNumber.grouped($0.first))" }
    return row("phase", String(line), names.joined(separator: ", "), margin, .accent)
  }

  private func grouped(_ flags: [ChartPicture.Flag]) -> [(name: String, flags: [ChartPicture.Flag])] {
    var groups: [(name: String, flags: [ChartPicture.Flag])] = []
    for flag in flags {
      if let index = groups.firstIndex(where: { $0.name == flag.text }) {
        groups[index].flags.append(flag)
      } else {
        groups.append((flag.text, [flag]))
      }
    }
    return groups
  }

  /// Marks under the chart; what they are follows them where there is room, or stands in the next line.
  private func row(
    _ label: String, _ marks: String, _ what: String, _ margin: Int, _ role: TextStyle.Role
  ) -> String {
    var marks = marks
    while marks.last == " " { marks.removeLast() }
    let start = "\(style.paint(padded(label, margin), .quiet))  \(style.paint(marks, role))"
    let what = TerminalText.safe(what)
    if margin + 2 + marks.count + 2 + what.count <= width { return "\(start)  \(what)\n" }
    return "\(start)\n\(String(repeating: " ", count: margin + 2))\(what)\n"
  }

  private func legend(_ picture: ChartPicture) -> String {
    guard picture.lines.count > 1 else { return "" }
    let isPainted = picture.lines.contains { $0.role == .value }
    return picture.lines.map { line in
      let key =
        switch line.role {
        case .samples: isPainted ? style.paint("⠒⠒", .quiet) : "⠒⠒"
        case .value: style.paint("⠒⠒", .accent)
        case .threshold: style.paint("╌ ", .warning)
        }
      return "  \(key) \(TerminalText.safe(line.legend))\n"
    }.joined()
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
