import OnsetEngine
import OnsetRuns
import OnsetStudy

/// A line of the picture of a run's course: what a label says, the phases of a rule set, or the events of a rule.
struct CourseLane: Sendable {
  var name: String
  var phases: [ChartPicture.Span] = []
  var labels: [ChartPicture.Label] = []
  var flags: [ChartPicture.Flag] = []

  /// The labels, then each rule set that was in several phases or had an event: its phases with its events.
  ///
  /// - Parameters:
  ///   - events: Those of the page, with their numbers.
  ///   - shows: Whether a rule is told of, by rule set and rule.
  static func lanes(
    of autopsy: Autopsy, events: [NumberedEvent], shows: (String, String) -> Bool
  ) -> [CourseLane] {
    var lanes: [CourseLane] = []
    let labels = autopsy.report.metadata.labels
    if !labels.isEmpty {
      lanes.append(
        CourseLane(
          name: "labels",
          labels: labels.map { .init(name: $0.phase, step: $0.step, earliest: $0.earliest, latest: $0.latest) }))
    }
    for set in autopsy.ruleSets(shownBy: shows) {
      let flags = events.filter { $0.event.ruleset == set.name }.prefix(ChartPicture.flagLimit).map {
        ChartPicture.Flag($0.event, number: $0.number)
      }
      let phases = autopsy.report.phases(of: set.name)
      guard !flags.isEmpty || phases.count > 1 else { continue }
      lanes.append(CourseLane(name: set.name, phases: phases.count > 1 ? phases : [], flags: flags))
    }
    return lanes
  }

  /// The lanes as an `svg` element.
  static func element(
    _ lanes: [CourseLane], steps: ClosedRange<Int64>, end: Int64?, width: Double = 760
  ) -> String {
    func number(_ value: Double) -> String { ChartSVG.number(value) }
    let scale = ChartScale(Double(steps.lowerBound)...Double(steps.upperBound))
    let (left, right) = (58.0, width - 10)
    func x(_ step: Int64) -> Double { left + min(max(scale.share(of: Double(step)), 0), 1) * (right - left) }
    func rectangle(_ style: String, _ from: Double, _ to: Double, _ top: Double, _ height: Double) -> String {
      "<rect class=\"\(style)\" x=\"\(number(from))\" y=\"\(number(top))\" width=\"\(number(max(to - from, 0)))\" "
        + "height=\"\(number(height))\"/>"
    }
    var body = ""
    var names = ""
    var flags = ""
    for (index, lane) in lanes.enumerated() {
      let top = Double(index) * 34 + 14
      body += "<text x=\"\(number(left))\" y=\"\(number(top - 3))\">\(HTMLText.escaped(lane.name))</text>"
      body +=
        "<line class=\"grid\" x1=\"\(number(left))\" x2=\"\(number(right))\" y1=\"\(number(top + 17))\" "
        + "y2=\"\(number(top + 17))\"/>\n"
      for phase in lane.phases {
        body += rectangle("phase p\(phase.number % 4)", x(phase.first), x(phase.last), top, 17)
        let width = 6.5 * Double(phase.name.count) + 6
        var start = x(phase.first)
        // Beside flags, not under them; the first of them is mostly that of the event that brought the phase.
        for flag in lane.flags.map({ x($0.step) }).sorted() where flag + 12 > start && flag - 12 < start + width {
          start = flag + 12
        }
        if x(phase.last) - start > width {
          body +=
            "<text class=\"phase-name\" x=\"\(number(start + 3))\" y=\"\(number(top + 13))\">"
            + "\(HTMLText.escaped(phase.name))</text>\n"
        }
      }
      var ends = -Double.infinity
      for label in lane.labels {
        body += rectangle("label", x(label.earliest), max(x(label.latest), x(label.earliest) + 2), top, 17)
        let width = ChartSVG.labelWidth(label.name)
        let start = ChartSVG.labelStart(
          width, from: x(label.earliest), to: x(label.latest), left: left, right: right)
        // Names never lie on each other: the page says them all at its top.
        if start > ends {
          names += ChartSVG.labelName(label.name, start, top + 13)
          ends = start + width
        }
      }
      for (group, _) in ChartSVG.FlagGroup.placed(lane.flags, rows: 1, x: x) {
        let flag = group.flags[0]
        let kind = flag.kind.rawValue + (flag.isCounterfactual ? " counterfactual" : "")
        let start = min(max(group.x - group.halfWidth, left), right - 2 * group.halfWidth)
        flags +=
          "<g class=\"flag \(kind)\"><rect x=\"\(number(start))\" y=\"\(number(top + 1))\" "
          + "width=\"\(number(2 * group.halfWidth))\" height=\"14\" rx=\"7\"/><text text-anchor=\"middle\" "
          + "x=\"\(number(start + group.halfWidth))\" y=\"\(number(top + 12))\">\(group.text)</text></g>\n"
      }
    }
    let bottom = Double(lanes.count) * 34
    if let end, end < steps.upperBound { body += rectangle("after", x(end), right, 0, bottom) }
    // What a label says stays true after a stop.
    body += names + flags
    body +=
      "<text class=\"tick\" x=\"\(number(left))\" y=\"\(number(bottom + 14))\">"
      + "\(DisplayNumber.grouped(steps.lowerBound))</text><text class=\"tick\" text-anchor=\"end\" "
      + "x=\"\(number(right))\" y=\"\(number(bottom + 14))\">\(DisplayNumber.grouped(steps.upperBound))</text>"
    return "<svg class=\"chart\" viewBox=\"0 0 \(number(width)) \(number(bottom + 22))\" role=\"img\" "
      + "aria-label=\"the course of the run; the tables say the same\">\(body)</svg>\n"
  }
}
