package import OnsetStudy
import OnsetText

/// Two versions of the rules beside each other, as a part of a page or of Markdown.
package struct PageComparison {
  private var comparison: VersionComparison
  /// The run that the page is about; nil for one about several.
  private var run: String?

  package init(_ comparison: VersionComparison) { self.comparison = comparison }

  /// What of it is about one of the runs.
  package func only(about run: String) -> PageComparison {
    var result = self
    result.run = run
    result.comparison.behaviour.removeAll { $0.run != run }
    // Scores are over all runs.
    if comparison.runCount > 1 { result.comparison.scores = [] }
    return result
  }

  private var title: String { "Against \(comparison.before.name)" }

  private var summary: String {
    guard run != nil else { return DiffReport.summary(comparison) }
    let meaning =
      comparison.meaning.isEmpty
      ? "no change of meaning" : "\(DisplayNumber.counted(comparison.meaning.count, "change")) of meaning"
    return "\(meaning), \(comparison.behaviour.isEmpty ? "the same" : "something else") on this run"
  }

  /// One line for the top of a page, with a link to the whole.
  var pointer: String { "<p class=\"sub\"><a href=\"#against\">\(HTML.text(title))</a>: \(HTML.text(summary)).</p>\n" }

  var html: String {
    var text = "<h2 id=\"against\">\(HTML.text(title))</h2>\n<p>\(HTML.text(summary)).</p>\n"
    if !comparison.meaning.isEmpty { text += "<h3>What the rules say differently</h3>\n" + meaning }
    if !comparison.behaviour.isEmpty { text += events + others }
    let scores = DiffReport.scores(comparison)
    if !scores.rows.isEmpty { text += "<h3>Scores, before and after</h3>\n" + HTML.table(scores) }
    return text
  }

  private var meaning: String {
    let rows = comparison.meaning.map { change -> (style: String, cells: [String]) in
      let verb = ChangeWording.verb(change)
      let subject = HTML.code(ChangeWording.subject(change.subject)) + (verb == "changed" ? "" : " \(verb)")
      let sides = [change.before, change.after].map { $0.map { HTML.code($0.text) } ?? "–" }
      return ("", [subject] + sides + [HTML.code(ChangeWording.place(change))])
    }
    return HTML.table([("what", "rule"), ("before", "wide"), ("after", "wide"), ("where", "what")], rows)
  }

  /// The columns with the run's name before them, where there are several.
  private func columns(_ columns: [(title: String, style: String)]) -> [(title: String, style: String)] {
    run == nil ? [("run", "run")] + columns : columns
  }

  /// The run of a row, faint where the row before is of the same run.
  private func name(_ change: BehaviourChange, isFirst: Bool) -> [String] {
    run == nil ? ["<bdi\(isFirst ? "" : " class=\"quiet\"")>\(HTML.text(change.run))</bdi>"] : []
  }

  private var events: String {
    let rows = comparison.behaviour.flatMap { change in
      change.events.enumerated().map { index, event -> (style: String, cells: [String]) in
        let (before, after) = ChangeWording.steps(event)
        let mark =
          switch event {
          case .appeared: "<strong>new</strong>"
          case .disappeared: "<strong>lost</strong>"
          case .moved: HTML.text(ChangeWording.kind(event))
          }
        let steps = [before, after].map { $0.map(DisplayNumber.grouped) ?? "–" }
        let name = HTML.code(ChangeWording.event(event.event))
        return ("", self.name(change, isFirst: index == 0) + [name] + steps + [mark])
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>What they do differently</h3>\n"
      + HTML.table(
        columns([("event", "rule"), ("before", "right"), ("after", "right"), ("change", "wide")]), rows)
  }

  /// Phases, stops and profiles.
  private var others: String {
    let rows = comparison.behaviour.flatMap { change in
      DiffReport.others(change).enumerated().map { index, other -> (style: String, cells: [String]) in
        ("", name(change, isFirst: index == 0) + [other.what, other.before, other.after].map(HTML.text))
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>What comes of it</h3>\n"
      + HTML.table(columns([("what", "rule"), ("before", "wide"), ("after", "wide")]), rows)
  }

  var markdown: String { "\n## \(title)\n\n\(DiffReport.markdown(comparison))" }
}
