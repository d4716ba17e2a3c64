import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// The end of a report: what it is made from, and how.
struct PageEnd {
  private let autopsy: Autopsy
  private let command: String
  private let library: PageLibrary?

  private let shows: (String, String) -> Bool

  init(
    _ autopsy: Autopsy, command: String, library: PageLibrary?, shows: @escaping (String, String) -> Bool
  ) {
    self.shows = shows
    self.autopsy = autopsy
    self.command = command
    self.library = library
  }

  var html: String {
    "<h2 id=\"sources\">What this is made from</h2>\n" + HTML.facts(read) + baselines + parameters
      + Self.colophon(command, library)
  }

  private var read: [(name: String, value: String)] {
    let report = autopsy.report
    var facts = report.sources.map { ("read", HTML.code($0.path)) }
    facts += report.notes.map { ("note", HTML.text($0.message)) }
    for alias in report.aliases {
      let others = alias.passedOver.map(HTML.code).joined(separator: ", ")
      facts.append(
        ("note", "\(HTML.code(alias.metric)) is read from \(HTML.code(alias.used)); the run logs \(others) too"))
    }
    for parameter in report.metadata.hyperparameters {
      facts.append(("hyperparameter", HTML.text("\(parameter.name) = \(parameter.text)")))
    }
    if let profile = autopsy.profile {
      let summary = profile.summary.map { ": \($0)" } ?? ""
      facts.append(
        ("profile", "\(HTML.code(profile.name))\(HTML.text(summary)) \(HTML.code(profile.source.path))"))
    }
    if let digests = report.digests {
      facts.append(("digest of the rules", HTML.code("\(digests.rules)")))
      if let profile = digests.profile { facts.append(("digest of the profile", HTML.code("\(profile)"))) }
      if let run = digests.run { facts.append(("digest of the run", HTML.code("\(run)"))) }
    }
    for set in autopsy.ruleSets(shownBy: shows) {
      facts.append(("rule set", "\(HTML.code(set.name)) \(HTML.code(set.path))"))
    }
    return facts
  }

  private var baselines: String {
    guard let profile = autopsy.profile, !profile.baselines.isEmpty else { return "" }
    let rows = profile.baselines.sorted { $0.key < $1.key }.map {
      (name, baseline) -> (style: String, cells: [String]) in
      let band = autopsy.charts.first { chart in
        if case .metric(_, let signal, _, _) = chart.subject { signal == name } else { false }
      }?.band
      let value: String
      let source: String
      switch baseline.definition {
      case .fixed(let mean, let std):
        value = "\(DisplayNumber.short(mean)) ± \(DisplayNumber.short(std))"
        let samples = baseline.samples.map { ", \(DisplayNumber.counted($0, "sample"))" } ?? ""
        let runs = baseline.runs.isEmpty ? "" : " of \(DisplayNumber.counted(baseline.runs.count, "run"))"
        let day = baseline.measured.map { ", measured \($0)" } ?? ""
        source = "profile \(baseline.profile)\(samples)\(runs)\(day)"
      case .measured(let after, let over):
        value = band.map { "\(DisplayNumber.short($0.mean)) ± \(DisplayNumber.short($0.std))" } ?? "–"
        source = "measured on the run itself, over \(over) after \(after)"
      }
      return ("", [HTML.code(name), HTML.text(value), HTML.text(source)])
    }
    return "<details><summary>Baselines (\(rows.count))</summary>\n"
      + HTML.table([("signal", ""), ("mean ± deviation", "right"), ("from", "wide")], rows) + "</details>\n"
  }

  private var parameters: String {
    let shown = Set(autopsy.ruleSets(shownBy: shows).map(\.name))
    let rows = autopsy.parameters.filter { shown.contains($0.ruleset) }.flatMap { set in
      set.parameters.map { parameter -> (style: String, cells: [String]) in
        let origin =
          switch parameter.origin {
          case .ruleSet: "the rule set"
          case .profile(let name): "profile \(name)"
          case .commandLine: "--set"
          }
        return (
          "", [HTML.code("\(set.ruleset).\(parameter.name)"), HTML.text(Self.text(parameter.value)), HTML.text(origin)]
        )
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<details><summary>Parameters (\(rows.count))</summary>\n"
      + HTML.table([("parameter", ""), ("value", "right"), ("from", "")], rows) + "</details>\n"
  }

  private static func text(_ value: ParameterValue) -> String {
    switch value {
    case .number(let number): DisplayNumber.short(number)
    case .percentage(let share): "\(DisplayNumber.short(share * 100))%"
    case .span(let span): "\(span)"
    }
  }

  static func colophon(_ command: String, _ library: PageLibrary?) -> String {
    let charts =
      library.map { "Charts by dygraphs (MIT licence), from \(HTML.code($0.path)), inside this file." }
      ?? "Drawn charts without zoom and cursor: no dygraphs was found when this was made. Debian has it as "
      + "<code>libjs-dygraphs</code>; <code>--assets FOLDER</code> says where it is."
    return
      "<p class=\"quiet\">Made by <code>\(HTML.text(command))</code>, engine \(HTML.text(OutcomeStamp.engine)). \(charts)</p>\n"
  }
}

extension Autopsy {
  /// The rule sets of which a rule is shown.
  func ruleSets(shownBy shows: (String, String) -> Bool) -> [RuleSetSummary] {
    ruleSets.filter { set in set.rules.contains { shows(set.name, $0.name) } }
  }
}
