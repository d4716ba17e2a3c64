import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// The report of several runs as a page: what each rule did on each, the runs beside each other, and the scores.
package struct RunsPage {
  private let runs: [RunSketch]
  private let failures: [RunOutcome]
  private let digests: StudyDigests
  private let scoring: Scoring
  private let comparison: PageComparison?
  private let library: PageLibrary?
  private let command: String
  private let shows: @Sendable (String, String) -> Bool
  /// The pages of single runs, by the positions of the runs; none where there are none.
  private let links: [String]
  private let grid: RunGrid
  private var document = PageDocument()

  /// - Parameters:
  ///   - failures: Runs that could not be replayed.
  ///   - digests: To what the outcomes belong.
  ///   - comparison: Another version of the rules beside this one; nil for none.
  ///   - links: For each run the page about it alone; empty for none.
  package init(
    _ runs: [RunSketch], failures: [RunOutcome], _ scoring: Scoring, digests: StudyDigests,
    comparison: PageComparison?, links: [String],
    command: String, library: PageLibrary?, shows: @escaping @Sendable (String, String) -> Bool
  ) {
    self.runs = runs
    self.failures = failures
    self.digests = digests
    self.scoring = scoring
    self.comparison = comparison
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
      <section aria-label="in short">\(verdict)\(comparison?.pointer ?? "")</section>
      \(HTML.tools)\
      <h2 id="story">What the rules would have done</h2>
      \(stories)
      <h2 id="grid">Runs and rules</h2>
      \(gridTables)
      \(aligned)
      \(multiples)
      <h2 id="scores">Scores</h2>
      \(scores)
      \(comparison?.html ?? "")
      </main>
      <footer>
      <h2 id="sources">What this is made from</h2>
      \(sources)\(PageEnd.colophon(command, library))
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

  private var gridTables: String {
    let quiet =
      grid.quiet.isEmpty
      ? "" : "<p class=\"sub\">Fired on no run: \(grid.quiet.map(HTML.code).joined(separator: ", ")).</p>\n"
    let caption = grid.judged.isEmpty ? nil : "Rules that no label judges"
    return "<p class=\"sub\">\(HTML.text(RunGrid.guide))</p>\n" + gridTable(grid.judged, nil)
      + gridTable(grid.others, caption) + quiet
  }

  private func gridTable(_ rules: [RuleName], _ caption: String?) -> String {
    guard !rules.isEmpty else { return "" }
    let rows = runs.indices.map { index in
      (
        "",
        [name(index)]
          + rules.map { rule in
            let cell = grid.cell(runs[index], rule)
            return cell.style.isEmpty
              ? HTML.text(cell.text) : "<span class=\"\(cell.style)\">\(HTML.text(cell.text))</span>"
          }
      )
    }
    return HTML.table([("run", "run")] + rules.map { ($0.description, "cell") }, rows, caption: caption)
  }

  private var stories: String {
    let rows = runs.enumerated().map { index, run -> (style: String, cells: [String]) in
      let story = RunStory(run, scoring, shows: shows)
      return (
        "",
        [name(index)]
          + [story.labels.map(HTML.text), story.seen.map(Self.html), story.deeds.map(HTML.text)].map { lines in
            lines.isEmpty ? "–" : lines.joined(separator: "<br>")
          }
      )
    }
    return HTML.table(
      [("run", "run"), ("labelled", "cell"), ("what rules saw", "wide"), ("what would have changed", "wide")], rows)
  }

  private static func html(_ sight: RunStory.Sight) -> String {
    let verdict = sight.verdict.map { "<span class=\"\(sight.isRight ? "hit" : "miss")\">\($0)</span>" } ?? ""
    return HTML.text(sight.what) + verdict + HTML.text(sight.how)
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
          run.report.digests?.run.map { HTML.code("\($0)") } ?? "–",
        ]
      )
    }
    let columns = [
      ("run", "run"), ("architecture", ""), ("profile", ""), ("rows", "right"), ("read", "wide"), ("notes", "wide"),
      ("digest", "wide"),
    ]
    var facts = [
      ("digest of the rules", HTML.code("\(digests.rules)")),
      ("digest of the profiles", HTML.code("\(digests.profiles)")),
    ]
    if let runs = digests.runs { facts.append(("digest of the runs", HTML.code("\(runs)"))) }
    return "<details><summary>The runs (\(rows.count))</summary>\n" + HTML.table(columns, rows) + "</details>\n"
      + HTML.facts(facts)
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

  /// The most signals of which every run has a small picture.
  private static let signalLimit = 24

  /// Every signal of every run, small.
  private var multiples: String {
    var names: [String] = []
    for name in runs.flatMap({ $0.signals.map(\.name) }) where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { return "" }
    let opens = links.isEmpty ? "" : " A picture opens the page of its run."
    let shown = names.prefix(Self.signalLimit)
    let rest = shown.count < names.count ? " The first \(shown.count) of \(names.count) signals are here." : ""
    var text =
      "<h2 id=\"multiples\">Signal by signal</h2>\n<p class=\"sub\">Each run on its own scale; hatched are labels, "
      + "lines are where a rule fired that looks at the signal.\(opens)\(rest)</p>\n"
    for (position, name) in shown.enumerated() {
      let figures = runs.indices.compactMap { index -> String? in
        guard let signal = runs[index].signals.first(where: { $0.name == name }) else { return nil }
        let picture = ChartPicture(small: signal, of: runs[index], shows: shows)
        let caption = "<figcaption title=\"\(HTML.text(runs[index].name))\">\(self.name(index))</figcaption>"
        let chart = ChartSVG(width: 150, height: 60, isSmall: true).element(picture)
        // The caption is a link already, so that the keyboard and a screen reader have one of each and not two.
        let opened =
          index < links.count
          ? "<a href=\"\(HTML.text(links[index]))#signals\" tabindex=\"-1\" aria-hidden=\"true\">\(chart)</a>" : chart
        return "<figure>\(opened)\(caption)</figure>\n"
      }
      text +=
        "<details\(position == 0 ? " open" : "")><summary>\(HTML.text(name)) (\(figures.count))</summary>\n"
        + "<div class=\"multiples\">\(figures.joined())</div></details>\n"
    }
    return text
  }
}
