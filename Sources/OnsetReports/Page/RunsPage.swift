import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// The report of several runs as a page: what each rule did on each, the runs beside each other, and the scores.
package struct RunsPage {
  private let runs: [RunSketch]
  private let failures: [RunOutcome]
  /// To what the outcomes belong, each once.
  private let digests: [OutcomeDigests]
  private let scoring: Scoring
  private let comparison: String
  private let library: PageLibrary?
  private let command: String
  private let shows: @Sendable (String, String) -> Bool
  /// The pages of single runs, by the positions of the runs; none where there are none.
  private let links: [String]
  private let grid: RunGrid
  private var document = PageDocument()

  /// - Parameters:
  ///   - failures: Runs that could not be replayed.
  ///   - comparison: Another version of the rules beside this one; nil for none.
  ///   - links: For each run the page about it alone; empty for none.
  package init(
    _ runs: [RunSketch], failures: [RunOutcome], _ scoring: Scoring, digests: [OutcomeDigests],
    comparison: PageComparison?, links: [String],
    command: String, library: PageLibrary?, shows: @escaping @Sendable (String, String) -> Bool
  ) {
    self.runs = runs
    self.failures = failures
    self.digests = digests
    self.scoring = scoring
    self.comparison = comparison?.html ?? ""
    self.links = links
    self.command = command
    self.library = library
    self.shows = shows
    grid = RunGrid(runs, scoring, shows: shows)
  }

  package consuming func html() -> String {
    let aligned = aligned()
    let body = """
      <header>
      <p class="quiet">onset report</p>
      <h1>\(DisplayNumber.counted(runs.count, "run"))</h1>
      \(broken)</header>
      <main>
      <section aria-label="in short">\(verdict)</section>
      \(HTML.tools)\
      <h2 id="grid">Runs and rules</h2>
      \(gridTable)
      <h2 id="story">What the rules would have done</h2>
      \(stories)
      \(aligned)
      \(multiples)
      <h2 id="scores">Scores</h2>
      \(scores)
      \(comparison)
      </main>
      <footer>
      <h2 id="sources">What this is made from</h2>
      \(sources)\(digestTable)\(PageEnd.colophon(command, library))
      </footer>
      """
    let data = document.json(first: 0, last: 0, end: nil, lanes: [])
    return HTMLPage(
      title: "\(DisplayNumber.counted(runs.count, "run")): onset report", data: data, body: body, library: library
    ).text
  }

  private var broken: String {
    failures.map { outcome in
      guard case .failure(let failure) = outcome.result else { return "" }
      return
        "<p class=\"note\">Not replayed: <bdi>\(HTML.text(outcome.name))</bdi>: \(HTML.text(failure.message))</p>\n"
    }.joined()
  }

  private func name(_ index: Int) -> String {
    let name = "<bdi>\(HTML.text(runs[index].name))</bdi>"
    return index < links.count ? "<a href=\"\(HTML.text(links[index]))\">\(name)</a>" : name
  }

  // MARK: Words and tables

  private var verdict: String {
    var items: [String] = []
    for (phase, scores) in ScoreTables.byPhase(scoring.transitions) {
      let labelled = DisplayNumber.counted(scores.map(\.labelled).max() ?? 0, "run")
      let shown = scores.filter { score in
        score.rule == .any || score.rule.ruleset.map { set in shows(set, score.rule.rule ?? "") } ?? true
      }
      guard let best = shown.first else { continue }
      let recall = ScoreTables.share(best.recall)
      let alarms = DisplayNumber.counted(best.falseAlarms, "false alarm")
      let isGood = best.recall.value.map { $0 >= 0.8 } ?? false
      items.append(
        "<li class=\"\(isGood ? "good" : "open")\">\(HTML.text(phase)): labelled in \(labelled); "
          + "\(HTML.text(best.rule.description)) was right in \(best.hits), recall \(recall), \(alarms).</li>")
    }
    for stop in scoring.stops {
      guard case .rule(let rule) = stop.stopper, stop.stops > 0, shows(rule.ruleset ?? "", rule.rule ?? "") else {
        continue
      }
      let regret = stop.meanRegret.map { ", mean regret \(DisplayNumber.short($0))" } ?? ""
      items.append(
        "<li>\(HTML.text(rule.description)) would have stopped \(DisplayNumber.counted(stop.stops, "run")): "
          + "\(DisplayNumber.grouped(stop.stepsSaved)) steps saved\(regret).</li>")
    }
    if scoring.labelledRuns == 0 {
      items.append(
        "<li class=\"open\">No run has labels to judge the rules by: <code>onset label</code> writes them.</li>")
    }
    return "<ul class=\"verdict\">\(items.joined(separator: "\n"))</ul>\n"
  }

  private var gridTable: String {
    let rows = runs.indices.map { index in
      (
        "",
        [name(index)]
          + grid.rules.map { rule in
            let cell = grid.cell(runs[index], rule)
            return cell.style.isEmpty
              ? HTML.text(cell.text) : "<span class=\"\(cell.style)\">\(HTML.text(cell.text))</span>"
          }
      )
    }
    let columns = [("run", "run")] + grid.rules.map { ($0.description, "cell") }
    let quiet =
      grid.quiet.isEmpty
      ? "" : "<p class=\"sub\">Fired on no run: \(grid.quiet.map(HTML.code).joined(separator: ", ")).</p>\n"
    return "<p class=\"sub\">\(HTML.text(RunGrid.guide))</p>\n" + HTML.table(columns, rows) + quiet
  }

  private var stories: String {
    let rows = runs.enumerated().map { index, run -> (style: String, cells: [String]) in
      let story = RunStory(run, scoring, shows: shows)
      return (
        "",
        [name(index), HTML.text(story.labels)]
          + [story.seen, story.deeds].map { lines in
            lines.isEmpty ? "–" : lines.map(HTML.text).joined(separator: "<br>")
          }
      )
    }
    return HTML.table(
      [("run", "run"), ("labelled", ""), ("what rules saw", "wide"), ("what would have changed", "wide")], rows)
  }

  private var scores: String {
    var text = ""
    for (phase, scores) in ScoreTables.byPhase(scoring.transitions) {
      text += "<h3>\(HTML.text(phase))</h3>\n"
      text += HTML.table(ScoreTables.transitions(scores), caption: "Intervals are 95% Clopper-Pearson over runs.")
    }
    if !scoring.stops.isEmpty {
      let metric = scoring.objective.metric
      text += "<h3>Stops: savings and regret</h3>\n"
      text += HTML.table(
        ScoreTables.stops(scoring),
        caption: "Regret: by how much the best \(metric) up to the stop is worse than that of the whole run.")
    }
    return text.isEmpty ? "<p>Nothing to score: no labels that a rule's phase has, and no rule that stops.</p>" : text
  }

  private var sources: String {
    let rows = runs.enumerated().map { index, run -> (style: String, cells: [String]) in
      let notes = run.report.notes.map { HTML.text($0.message) }.joined(separator: "<br>")
      return (
        "",
        [
          name(index), HTML.text(run.report.metadata.architecture ?? "–"), HTML.text(run.report.profile ?? "none"),
          DisplayNumber.grouped(Int64(run.report.rowCount)), HTML.code(run.path), notes,
        ]
      )
    }
    return "<details><summary>The runs (\(rows.count))</summary>\n"
      + HTML.table(
        [
          ("run", "run"), ("architecture", ""), ("profile", ""), ("rows", "right"), ("read", "wide"), ("notes", "wide"),
        ],
        rows) + "</details>\n"
  }

  private var digestTable: String {
    let rows = digests.map { digests in
      ("", [HTML.code("\(digests.rules)"), digests.profile.map { HTML.code("\($0)") } ?? "none"])
    }
    return rows.isEmpty
      ? ""
      : "<details><summary>Digests</summary>" + HTML.table([("rules", "wide"), ("profile", "wide")], rows)
        + "</details>\n"
  }

  // MARK: Pictures

  /// The signals of rules that see a labelled transition, with the runs laid on each other at the label.
  private mutating func aligned() -> String {
    let alignments = AlignedRuns.all(of: runs, scoring, shows: shows)
    guard !alignments.isEmpty else { return "" }
    var text =
      "<h2 id=\"aligned\">Transitions laid on each other</h2>\n<p class=\"sub\">Step 0 is where the label says "
      + "that the phase began, in every run; hatched is the range in which most labels allow for it.</p>\n"
    for alignment in alignments {
      text += "<h3>\(HTML.text(alignment.phase))</h3>\n"
      for picture in alignment.pictures {
        let index = document.add(picture)
        let scale = picture.logarithmic == nil ? "" : "<button type=\"button\" class=\"scale\"></button>"
        text += """
          <section class="signal" data-chart="\(index)">
          <div class="head"><h3>\(HTML.text(picture.title))</h3>\(scale)</div>
          <div class="plot" tabindex="0" role="group" aria-label="\(HTML.text(picture.title)), runs laid on each other">
          \(ChartSVG().element(picture))</div>
          <details><summary>The \(DisplayNumber.counted(picture.lines.count, "line"))</summary>\(RunPage.legend(picture))\
          </details></section>

          """
      }
    }
    return text
  }

  /// Every signal of every run, small.
  private var multiples: String {
    var names: [String] = []
    for name in runs.flatMap({ $0.signals.map(\.name) }) where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { return "" }
    var text =
      "<h2 id=\"multiples\">Signal by signal</h2>\n<p class=\"sub\">Each run on its own scale; hatched are labels, "
      + "lines are where a rule fired that looks at the signal.</p>\n"
    for (position, name) in names.prefix(24).enumerated() {
      let figures = runs.indices.compactMap { index -> String? in
        guard let signal = runs[index].signals.first(where: { $0.name == name }) else { return nil }
        let picture = ChartPicture(small: signal, of: runs[index], shows: shows)
        let caption = "<figcaption title=\"\(HTML.text(runs[index].name))\">\(self.name(index))</figcaption>"
        return "<figure>\(ChartSVG(width: 150, height: 60, isSmall: true).element(picture))\(caption)</figure>\n"
      }
      text +=
        "<details\(position == 0 ? " open" : "")><summary>\(HTML.text(name)) (\(figures.count))</summary>\n"
        + "<div class=\"multiples\">\(figures.joined())</div></details>\n"
    }
    return text
  }
}
