import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// The report of one run as a page.
package struct RunPage {
  private let autopsy: Autopsy
  private let scoring: Scoring
  private let comparison: PageComparison?
  private let library: PageLibrary?
  private let command: String
  private let shows: @Sendable (String, String) -> Bool
  private var document = PageDocument()
  private let steps: ClosedRange<Int64>
  private let shown: [NumberedEvent]

  /// The most events that are told one by one.
  private static let eventLimit = 200
  /// The most charts of rules to which nothing happened.
  private static let quietLimit = 40

  /// - Parameters:
  ///   - scoring: Of this run alone.
  ///   - comparison: Another version of the rules beside this one; nil for none.
  ///   - command: The command line that made the page.
  ///   - library: Draws the charts; nil for drawn ones.
  ///   - shows: Whether a rule is to be told of, by rule set and rule.
  package init(
    _ autopsy: Autopsy, _ scoring: Scoring, comparison: PageComparison?, command: String, library: PageLibrary?,
    shows: @escaping @Sendable (String, String) -> Bool
  ) {
    self.autopsy = autopsy
    self.scoring = scoring
    self.comparison = comparison?.only(about: autopsy.name)
    self.command = command
    self.library = library
    self.shows = shows
    shown = NumberedEvent.all(of: autopsy.report, shownBy: shows)
    let first = autopsy.report.firstStep ?? 0
    steps = first...max(first, autopsy.report.lastStep ?? first)
  }

  /// The page's text.
  package consuming func html() -> String {
    let lanes = CourseLane.lanes(of: autopsy, events: shown, shows: shows)
    let charts = charts()
    let body = """
      <header>
      <p class="quiet">onset report</p>
      <h1><bdi>\(HTML.text(autopsy.name))</bdi></h1>
      <p class="quiet">\(HTML.text(facts))</p>
      </header>
      <main>
      <section aria-label="in short">\(RunVerdict(autopsy, scoring, shows: shows).html)\(comparison?.pointer ?? "")</section>
      \(HTML.tools)\
      \(course(lanes))
      \(events)
      \(charts)
      \(rules)
      \(comparison?.html ?? "")
      </main>
      <footer>
      \(PageEnd(autopsy, command: command, library: library, shows: shows).html)
      </footer>
      """
    let data = document.json(
      first: steps.lowerBound, last: steps.upperBound, end: autopsy.stop?.step, lanes: lanes)
    return HTMLPage(title: "\(autopsy.name): onset report", data: data, body: body, library: library).text
  }

  private var facts: String {
    let report = autopsy.report
    var facts = [report.metadata.architecture, report.metadata.dataset].compactMap(\.self)
    facts.append(report.profile.map { "profile \($0)" } ?? "no profile")
    facts.append("steps \(DisplayNumber.grouped(steps.lowerBound)) to \(DisplayNumber.grouped(steps.upperBound))")
    facts.append(DisplayNumber.counted(report.rowCount, "row"))
    return facts.joined(separator: ", ")
  }

  // MARK: Course and events

  private func course(_ lanes: [CourseLane]) -> String {
    guard !lanes.isEmpty else { return "" }
    return """
      <h2 id="the-course">The course of the run</h2>
      <section class="signal" id="course"><div class="plot" tabindex="-1">
      \(CourseLane.element(lanes, steps: steps, end: autopsy.stop?.step))</div></section>

      """
  }

  private var events: String {
    let report = autopsy.report
    var text = "<h2 id=\"events\">Events</h2>\n"
    if shown.isEmpty { return text + "<p>Nothing happened: no rule fired, and none was rejected.</p>\n" }
    let wording = ReplayText(isVerbose: false, style: TextStyle(usesColour: false), shows: shows)
    let rows = shown.prefix(Self.eventLimit).map { numbered -> (style: String, cells: [String]) in
      let event = numbered.event
      let deeds = zip(event.actions, report.projections[numbered.index]).map { wording.describe($0, $1) }
      let rule = HTML.rule(event.ruleset, event.rule) + (event.metric.map { " for \(HTML.code($0))" } ?? "")
      let kind = event.kind.rawValue + (event.isCounterfactual ? ", counterfactual" : "")
      let enters = event.enters.map { "<br>enters \(HTML.text($0))" } ?? ""
      return (
        event.isCounterfactual ? "counterfactual" : "",
        [
          "<span class=\"number\">\(numbered.number)</span>", DisplayNumber.grouped(event.step), rule,
          HTML.text(kind) + enters,
          why(event) + "<br><span class=\"quiet\">\(HTML.text(wording.evidence(event)))</span>",
          deeds.isEmpty ? "–" : deeds.map(HTML.text).joined(separator: "<br>"),
        ]
      )
    }
    text += HTML.table(
      [
        ("", ""), ("step", "right"), ("rule", "rule"), ("what", "what"), ("why", "wide"), ("what it would do", "wide"),
      ], rows)
    if shown.count > Self.eventLimit {
      text +=
        "<p class=\"note\">\(DisplayNumber.counted(shown.count - Self.eventLimit, "more event")): "
        + "<code>onset replay --format jsonl</code> has them all.</p>\n"
    }
    if let change = autopsy.change, shown.contains(where: \.event.isCounterfactual) {
      text +=
        "<p class=\"note\">What <code>\(HTML.text(change.rule))</code> asks for at step "
        + "\(DisplayNumber.grouped(change.step)) would have made another run of this one: what is counterfactual here, "
        + "nobody would have seen like this.</p>\n"
    }
    return text
  }

  private func why(_ event: Event) -> String {
    guard
      let explanation = autopsy.explanations.first(where: { $0.ruleset == event.ruleset && $0.rule == event.rule }),
      let instance = explanation.instances.first(where: { $0.metric == event.metric })
    else { return "" }
    let rearmed = instance.events.firstIndex(of: event).flatMap { instance.rearmed(after: $0) }
    let lines = ExplanationText(usesColour: false).story(event, rearmed: rearmed, instance, explanation)
    return lines.map { HTML.text(String($0.drop { $0 == " " })) }.joined(separator: "<br>")
  }

  // MARK: Charts

  private mutating func charts() -> String {
    let active = Set(
      autopsy.report.events.map { RuleName(ruleset: $0.ruleset, rule: $0.rule) }.filter {
        shows($0.ruleset ?? "", $0.rule ?? "")
      })
    let others = Set(autopsy.charts.flatMap(\.rules)).subtracting(active)
    let seen = autopsy.charts.filter { !active.isDisjoint(with: $0.rules) }
    let quiet = autopsy.charts.filter { !others.isDisjoint(with: $0.rules) }
    var text = "<h2 id=\"signals\">Signals</h2>\n"
    text += "<p class=\"sub\">\(Self.guide)</p>\n"
    for chart in seen { text += section(chart, active) }
    guard !quiet.isEmpty else { return text }
    let shown = quiet.prefix(Self.quietLimit)
    let rest = quiet.count - shown.count
    let title =
      active.isEmpty
      ? "What the rules look at (\(quiet.count))" : "What rules look at to which nothing happened (\(quiet.count))"
    text += "<details\(active.isEmpty ? " open" : "")><summary>\(title)</summary>\n"
    for chart in shown { text += section(chart, others) }
    if rest > 0 {
      text += "<p class=\"note\">\(DisplayNumber.counted(rest, "more chart")): `--rule` chooses whose to show.</p>\n"
    }
    return text + "</details>\n"
  }

  private static let guide =
    "Grey is what was logged, strong lines are what rules look at, dashed ones their limits. Shaded stretches are phases, "
    + "hatched ones labels, flags the events by their numbers; the grey band is the baseline, one deviation either way."

  private mutating func section(_ chart: SignalChart, _ rules: Set<RuleName>) -> String {
    let picture = ChartPicture(chart, of: autopsy, rules: rules, events: shown)
    let index = document.add(picture)
    let scale =
      picture.logarithmic == nil ? "" : "<button type=\"button\" class=\"scale\" title=\"switch the scale\"></button>"
    let subtitle = picture.subtitle.map { "<p class=\"sub\">\(HTML.text($0))</p>\n" } ?? ""
    return """
      <section class="signal" data-chart="\(index)">
      <div class="head"><h3>\(HTML.text(picture.title))</h3>\(scale)</div>
      \(subtitle)<div class="plot" tabindex="0" role="group" aria-label="\(HTML.text(picture.title)): arrow keys move \
      the cursor, plus and minus zoom">
      \(ChartSVG().element(picture))</div>
      \(Self.legend(picture))\(picture.notes.map { "<p class=\"note\">\(HTML.text($0))</p>\n" }.joined())</section>

      """
  }

  static func legend(_ picture: ChartPicture) -> String {
    let items = picture.lines.map { line in
      let key =
        "<svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><path class=\"\(line.role) c\(line.number % 5)\" "
        + "d=\"M0 5H26\"/></svg>"
      let detail = line.detail.map { " title=\"\(HTML.text($0))\"" } ?? ""
      return "<li\(detail)>\(key)<span>\(HTML.text(line.legend))</span><span class=\"at\"></span></li>"
    }
    return "<ul class=\"legend\">\(items.joined())</ul>\n"
  }

  // MARK: Rules

  private var rules: String {
    let rows = autopsy.explanations.filter { shows($0.ruleset, $0.rule) }.map {
      explanation -> (style: String, cells: [String]) in
      let summary = autopsy.ruleSets.first { $0.name == explanation.ruleset }?.rules
        .first { $0.name == explanation.rule }?.summary
      let detail = ExplanationText(usesColour: false).remark(explanation)
      return (
        "",
        [
          HTML.rule(explanation.ruleset, explanation.rule) + (summary.map { "<br>\(HTML.text($0))" } ?? ""),
          HTML.text(ExplanationWording.verdict(explanation)), HTML.text(detail),
        ]
      )
    }
    let missing = autopsy.report.skipped.filter { shows($0.ruleset, $0.rule) }.map {
      ("", [HTML.rule($0.ruleset, $0.rule), "not applicable", HTML.text($0.reason.text)])
    }
    return "<h2 id=\"rules\">Rules</h2>\n<details\(rows.count + missing.count <= 12 ? " open" : "")>"
      + "<summary>What became of each of \(DisplayNumber.counted(rows.count + missing.count, "rule"))</summary>\n"
      + HTML.table([("rule", "wide"), ("outcome", "what"), ("how near it came", "wide")], rows + missing)
      + "</details>\n"
  }
}
