import OnsetEngine
import OnsetRuns
package import OnsetStudy
import OnsetText

extension RunReport {
  /// The rule sets of the rules that are told of, each once and in order.
  fileprivate func ruleSets(where isShown: (RuleState) -> Bool) -> [String] {
    var names: [String] = []
    for state in states where isShown(state) && !names.contains(state.ruleset) { names.append(state.ruleset) }
    return names
  }
}

extension ChartPicture {
  /// A picture for each chart of a plot, with the run's labels.
  ///
  /// - Parameter report: Of rules whose events and phases are drawn too; nil for none.
  package static func pictures(
    of plot: ExpressionPlot, with report: RunReport?, shows: (String, String) -> Bool
  ) -> [ChartPicture] {
    plot.charts.map { chart in
      var counts: [ChartSeries.Role: Int] = [:]
      let lines = chart.series.map { series in
        let number = counts[series.role, default: 0]
        counts[series.role] = number + 1
        return Line(series, number: number, steps: plot.steps)
      }
      var picture = ChartPicture(
        title: chart.title, steps: plot.steps, lines: lines,
        labels: plot.metadata.labels.map {
          Label(name: $0.phase, step: $0.step, earliest: $0.earliest, latest: $0.latest)
        })
      if let truth = chart.truth { picture.truths = [Truth(name: chart.condition ?? chart.title, spans: truth)] }
      if let report {
        picture.flags = NumberedEvent.all(of: report, shownBy: shows).map { Flag($0.event, number: $0.number) }
        picture.phases = report.phases(ofFirst: report.ruleSets { shows($0.ruleset, $0.rule) })
      }
      picture.notes = picture.remarks(chart.series)
      return picture
    }
  }
}
