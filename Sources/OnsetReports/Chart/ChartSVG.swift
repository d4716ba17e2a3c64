import OnsetEngine
import OnsetStudy
import OnsetText

/// Charts as SVG: on a page they take its colours, alone they bring their own.
package struct ChartSVG {
  /// In the units of the picture, about a pixel each.
  package var width: Double
  package var height: Double
  /// Whether axes, names and flags are drawn; small multiples have only the lines.
  package var isSmall: Bool

  package init(width: Double = 760, height: Double = 200, isSmall: Bool = false) {
    self.width = width
    self.height = height
    self.isSmall = isSmall
  }

  /// An `svg` element for a page, which has the styles and ``patterns`` that it needs.
  package func element(_ picture: ChartPicture) -> String {
    let layout = Layout(picture, width: width, height: height, isSmall: isSmall)
    let title = HTMLText.escaped(picture.title)
    return """
      <svg class="chart" viewBox="0 0 \(number(width)) \(number(layout.height))" role="img" \
      aria-label="\(title), \(HTMLText.escaped(Self.summary(picture)))">
      \(content(picture, layout))</svg>

      """
  }

  /// A file with charts below each other, each with its title and the names of its lines.
  package func document(_ pictures: [ChartPicture]) -> String {
    var body = ""
    var y = 8.0
    for picture in pictures {
      let layout = Layout(picture, width: width, height: height, isSmall: false)
      body += "<text class=\"title\" x=\"8\" y=\"\(number(y + 14))\">\(HTMLText.escaped(picture.title))</text>\n"
      y += 22
      body += "<svg y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(layout.height))\">\n"
      body += content(picture, layout) + "</svg>\n"
      y += layout.height + 6
      for line in picture.lines {
        body += "<path class=\"\(line.role) c\(line.number % 5)\" d=\"M58 \(number(y + 6))h26\"/>"
        body += "<text x=\"90\" y=\"\(number(y + 10))\">\(HTMLText.escaped(line.legend))</text>\n"
        y += 16
      }
      for note in picture.notes {
        body += "<text x=\"58\" y=\"\(number(y + 10))\">\(HTMLText.escaped(note))</text>\n"
        y += 16
      }
      y += 10
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(y))" \
      viewBox="0 0 \(number(width)) \(number(y))">
      <style>\(ChartStyle.css)</style>
      <defs>\(Self.patterns)</defs>
      <rect class="paper" width="\(number(width))" height="\(number(y))"/>
      \(body)</svg>

      """
  }

  private func content(_ picture: ChartPicture, _ layout: Layout) -> String {
    var body = under(picture, layout) + axes(layout)
    for line in picture.lines where line.role == .samples { body += path(line, layout) }
    for line in picture.lines where line.role != .samples { body += path(line, layout) }
    return body + over(picture, layout)
  }

  /// What a picture is of, for who cannot see it.
  static func summary(_ picture: ChartPicture) -> String {
    let steps = "steps \(picture.steps.lowerBound) to \(picture.steps.upperBound)"
    guard let line = picture.lines.first(where: { $0.role != .threshold }) else { return steps }
    let known = line.values.filter(\.isFinite)
    guard let least = known.min(), let greatest = known.max(), let last = known.last else {
      return "\(steps), no number"
    }
    return "\(steps), from \(DisplayNumber.short(least)) to \(DisplayNumber.short(greatest)), "
      + "last \(DisplayNumber.short(last))"
  }

  // MARK: Where things are

  struct Layout {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let height: Double
    let steps: ChartScale
    let values: ChartScale
    /// The flags, each with its row above the plot.
    let flags: [(flag: FlagGroup, row: Int)]
    let hasPhases: Bool
    static let rowHeight = 16.0

    init(_ picture: ChartPicture, width: Double, height: Double, isSmall: Bool) {
      left = isSmall ? 2 : 58
      right = width - (isSmall ? 2 : 10)
      steps = ChartScale(Double(picture.steps.lowerBound)...Double(picture.steps.upperBound))
      let isLogarithmic = picture.startsLogarithmic && picture.logarithmic != nil
      values = ChartScale(
        isLogarithmic ? picture.logarithmic ?? picture.linear : picture.linear, isLogarithmic: isLogarithmic)
      hasPhases = !isSmall && !picture.phases.isEmpty
      var placed: [(flag: FlagGroup, row: Int)] = []
      if !isSmall {
        placed = FlagGroup.placed(picture.flags) { [left, right, steps] step in
          left + steps.share(of: Double(step)) * (right - left)
        }
      }
      flags = placed
      let rows = (placed.map(\.row).max() ?? -1) + 1
      let above = isSmall ? 2 : 6 + (hasPhases ? 14 : 0) + Double(rows) * Self.rowHeight
      let truths = Double(picture.truths.count) * 16
      top = above
      self.height = height + (isSmall ? 0 : above - 6 + truths)
      bottom = self.height - (isSmall ? 2 : 20 + truths)
    }

    func x(_ step: Int64) -> Double {
      left + min(max(steps.share(of: Double(step)), 0), 1) * (right - left)
    }

    func y(_ value: Double) -> Double? {
      let share = values.share(of: value)
      guard share.isFinite else { return nil }
      // Far outside is as good as just outside, and keeps numbers short.
      return bottom - min(max(share, -1), 2) * (bottom - top)
    }
  }

  /// Flags at one place.
  struct FlagGroup {
    var x: Double
    var flags: [ChartPicture.Flag]

    var text: String {
      guard let first = flags.first, let last = flags.last, flags.count > 1 else { return "\(flags[0].number)" }
      // What stands between two numbers is only meant where all of it is.
      let mark = last.number - first.number == flags.count - 1 ? "–" : flags.count == 2 ? "," : "…"
      return "\(first.number)\(mark)\(last.number)"
    }

    var halfWidth: Double { max(8, 3.5 * Double(text.count) + 4) }

    /// Flags beside each other in some rows; those that fit nowhere share a flag with the one before.
    static func placed(
      _ flags: [ChartPicture.Flag], rows: Int = 2, x: (Int64) -> Double
    ) -> [(flag: FlagGroup, row: Int)] {
      var placed: [(flag: FlagGroup, row: Int)] = []
      var ends = Array(repeating: -Double.infinity, count: rows)
      for flag in flags.sorted(by: { ($0.step, $0.number) < ($1.step, $1.number) }) {
        let group = FlagGroup(x: x(flag.step), flags: [flag])
        if let row = ends.indices.first(where: { group.x - group.halfWidth > ends[$0] + 1 }) {
          placed.append((group, row))
          ends[row] = group.x + group.halfWidth
        } else if let last = placed.indices.last {
          placed[last].flag.flags.append(flag)
          placed[last].flag.flags.sort { $0.number < $1.number }
          let own = placed[last]
          ends[own.row] = max(ends[own.row], own.flag.x + own.flag.halfWidth)
        }
      }
      return placed
    }
  }

  // MARK: Below and above the lines

  private func under(_ picture: ChartPicture, _ layout: Layout) -> String {
    var text = ""
    for phase in picture.phases {
      let (x, end) = (layout.x(phase.first), layout.x(phase.last))
      text += rectangle("phase p\(phase.number % 4)", x, layout.top, end - x, layout.bottom - layout.top)
    }
    if let band = picture.band, let low = layout.y(band.mean - band.std), let high = layout.y(band.mean + band.std) {
      let x = band.from.map(layout.x) ?? layout.left
      let top = max(min(low, high), layout.top)
      let bottom = min(max(low, high), layout.bottom)
      if bottom > top { text += rectangle("band", x, top, layout.right - x, bottom - top) }
      if let mean = layout.y(band.mean), mean >= layout.top, mean <= layout.bottom {
        text +=
          "<line class=\"mean\" x1=\"\(number(x))\" x2=\"\(number(layout.right))\" "
          + "y1=\"\(number(mean))\" y2=\"\(number(mean))\"/>\n"
      }
    }
    for label in picture.labels {
      let x = layout.x(label.earliest)
      let width = max(2, layout.x(label.latest) - x)
      text += rectangle("label", x, layout.top, width, layout.bottom - layout.top)
    }
    return text
  }

  private func axes(_ layout: Layout) -> String {
    guard !isSmall else { return "" }
    var text = ""
    for value in layout.values.ticks(4) {
      guard let y = layout.y(value), y >= layout.top, y <= layout.bottom else { continue }
      text +=
        "<line class=\"grid\" x1=\"\(number(layout.left))\" x2=\"\(number(layout.right))\" "
        + "y1=\"\(number(y))\" y2=\"\(number(y))\"/>"
      text +=
        "<text class=\"tick\" text-anchor=\"end\" x=\"\(number(layout.left - 5))\" y=\"\(number(y + 4))\">"
        + "\(DisplayNumber.short(value))</text>\n"
    }
    let ticks = layout.steps.ticks(6)
    for step in ticks {
      let x = layout.x(Int64(step))
      // A step that is no whole number is none.
      guard step == step.rounded() else { continue }
      let anchor = x > layout.right - 24 ? "end" : x < layout.left + 12 ? "start" : "middle"
      text +=
        "<text class=\"tick\" text-anchor=\"\(anchor)\" x=\"\(number(x))\" y=\"\(number(layout.bottom + 14))\">"
        + "\(DisplayNumber.grouped(Int64(step)))</text>\n"
    }
    text +=
      "<line class=\"axis\" x1=\"\(number(layout.left))\" x2=\"\(number(layout.right))\" "
      + "y1=\"\(number(layout.bottom))\" y2=\"\(number(layout.bottom))\"/>\n"
    return text
  }

  private func over(_ picture: ChartPicture, _ layout: Layout) -> String {
    var text = ""
    if let end = picture.end, end < picture.steps.upperBound {
      let x = layout.x(end)
      text += rectangle("after", x, layout.top, layout.right - x, layout.bottom - layout.top)
    }
    if isSmall {
      for flag in picture.flags {
        let x = number(layout.x(flag.step))
        text +=
          "<line class=\"fired\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(number(layout.top))\" "
          + "y2=\"\(number(layout.bottom))\"/>\n"
      }
      return text
    }
    if layout.hasPhases {
      for phase in picture.phases {
        let (x, end) = (layout.x(phase.first), layout.x(phase.last))
        guard end - x > 6.5 * Double(phase.name.count) + 6 else { continue }
        text += "<text class=\"phase-name\" x=\"\(number(x + 3))\" y=\"11\">\(HTMLText.escaped(phase.name))</text>\n"
      }
    }
    var labelEnds: [Double] = []
    for label in picture.labels {
      let name = "labelled \(label.name)"
      let width = Self.labelWidth(name)
      let x = Self.labelStart(
        width, from: layout.x(label.earliest), to: layout.x(label.latest), left: layout.left, right: layout.right)
      // A name that would lie on another stands above it.
      let row = labelEnds.firstIndex { x > $0 } ?? labelEnds.count
      if row == labelEnds.count { labelEnds.append(0) }
      labelEnds[row] = x + width
      text += Self.labelName(name, x, layout.bottom - 5 - 13 * Double(row))
    }
    let firstRow = layout.hasPhases ? 14.0 : 0
    for (group, row) in layout.flags {
      let y = firstRow + Double(row) * Layout.rowHeight + 9
      let flag = group.flags[0]
      let kind = flag.kind.rawValue + (flag.isCounterfactual ? " counterfactual" : "")
      text +=
        "<g class=\"flag \(kind)\"><title>"
        + HTMLText.escaped(group.flags.map { "\($0.number): \($0.text), step \($0.step)" }.joined(separator: "\n"))
        + "</title><line x1=\"\(number(group.x))\" x2=\"\(number(group.x))\" y1=\"\(number(y + 7))\" "
        + "y2=\"\(number(layout.bottom))\"/>"
      let x = min(max(group.x - group.halfWidth, 0), width - 2 * group.halfWidth)
      text +=
        "<rect x=\"\(number(x))\" y=\"\(number(y - 7))\" width=\"\(number(2 * group.halfWidth))\" height=\"14\" "
        + "rx=\"7\"/><text text-anchor=\"middle\" x=\"\(number(x + group.halfWidth))\" y=\"\(number(y + 4))\">"
        + "\(group.text)</text></g>\n"
    }
    for (index, truth) in picture.truths.enumerated() {
      let y = layout.bottom + 20 + 16 * Double(index)
      for span in truth.spans {
        let x = layout.x(span.lowerBound)
        text += rectangle("truth", x, y, max(2, layout.x(span.upperBound) - x), 10)
      }
    }
    return text
  }

  // MARK: Names of labels

  static func labelWidth(_ name: String) -> Double { 6.2 * Double(name.count) }

  /// Where the name of a label begins: behind its range if there is room, or before it, since letters are hard to read
  /// on hatching.
  static func labelStart(_ width: Double, from: Double, to: Double, left: Double, right: Double) -> Double {
    if to + 6 + width <= right { return to + 6 }
    if from - 6 - width >= left { return from - 6 - width }
    return min(max(from + 4, left), max(left, right - width))
  }

  /// On a ground of its own, for where other things are.
  static func labelName(_ name: String, _ x: Double, _ y: Double) -> String {
    "<rect class=\"label-ground\" x=\"\(number(x - 2))\" y=\"\(number(y - 10))\" "
      + "width=\"\(number(labelWidth(name) + 4))\" height=\"13\" rx=\"2\"/>"
      + "<text class=\"label-name\" x=\"\(number(x))\" y=\"\(number(y))\">\(HTMLText.escaped(name))</text>\n"
  }

  // MARK: Lines

  private func path(_ line: ChartPicture.Line, _ layout: Layout) -> String {
    let style = "\(line.role) c\(line.number % 5)"
    var path = ""
    var isOpen = false
    var last: (x: Double, y: Double)?
    // What is drawn twice at one place of the picture is seen once.
    let columns = Int(layout.right - layout.left) * 2
    var steps = line.steps
    var values = line.values
    if steps.count > 2 * columns, let first = steps.first, let end = steps.last {
      var thinned = DrawnSamples(steps: first...end, rows: steps.count, limit: columns)
      for (step, value) in zip(steps, values) { thinned.append(step, value) }
      thinned.finish()
      (steps, values) = (thinned.steps, thinned.values)
    }
    var dots = ""
    for (index, value) in values.enumerated() {
      guard value.isFinite, let y = layout.y(value) else {
        isOpen = false
        continue
      }
      let x = layout.x(steps[index])
      if isOpen {
        // A limit holds until the next one.
        if line.role == .threshold, let last {
          path += "H\(number(x))" + (last.y == y ? "" : "V\(number(y))")
        } else {
          path += "L\(number(x)) \(number(y))"
        }
      } else {
        path += "M\(number(x)) \(number(y))"
        let isAlone = index + 1 >= values.count || !values[index + 1].isFinite
        if isAlone { dots += "<circle class=\"\(style)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"2\"/>" }
      }
      isOpen = true
      last = (x, y)
    }
    guard !path.isEmpty else { return "" }
    let clip = "<path class=\"\(style)\" d=\"\(path)\"/>\(dots)\n"
    return clipped(clip, layout)
  }

  /// Lines that leave the plot are cut off at its edge: by an inner picture, which needs no name of its own.
  private func clipped(_ content: String, _ layout: Layout) -> String {
    let (x, y) = (number(layout.left), number(layout.top))
    let (width, height) = (number(layout.right - layout.left), number(layout.bottom - layout.top))
    return "<svg x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" "
      + "viewBox=\"\(x) \(y) \(width) \(height)\">\(content)</svg>\n"
  }

  private func rectangle(_ style: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    "<rect class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" "
      + "height=\"\(number(max(0, height)))\"/>\n"
  }

  /// A tenth of a pixel is fine enough.
  private func number(_ value: Double) -> String { ChartSVG.number(value) }

  static func number(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    if tenths % 10 == 0 { return "\(tenths / 10)" }
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  // MARK: Styles

  /// The patterns that charts refer to, once for a page.
  package static let patterns = """
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <rect class="hatch" x="0" y="0" width="2" height="6"/></pattern>
    """

}
