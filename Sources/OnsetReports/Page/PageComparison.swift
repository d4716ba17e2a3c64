package import OnsetStudy
import OnsetText

/// Two versions of the rules beside each other, as a part of a page or of Markdown.
package struct PageComparison {
  private let comparison: VersionComparison

  package init(_ comparison: VersionComparison) { self.comparison = comparison }

  private var title: String { "Against \(comparison.before.name)" }

  /// What the versions say differently, line by line.
  private var meaning: String { DiffReport.meaning(comparison.meaning, TextStyle(usesColour: false)) }

  var html: String {
    var text = "<h2 id=\"against\">\(HTML.text(title))</h2>\n<p>\(HTML.text(DiffReport.summary(comparison)))</p>\n"
    if !comparison.meaning.isEmpty {
      let lines = meaning.split(separator: "\n", omittingEmptySubsequences: false).map { HTML.text(String($0)) }
      text +=
        "<details open><summary>What the rules say differently</summary><div class=\"scroll\"><pre>"
        + "\(lines.joined(separator: "\n"))</pre></div></details>\n"
    }
    let behaviour = DiffReport.behaviour(comparison)
    if !behaviour.rows.isEmpty { text += "<h3>What they do differently</h3>\n" + HTML.table(behaviour) }
    let scores = DiffReport.scores(comparison)
    if !scores.rows.isEmpty { text += "<h3>Scores, before and after</h3>\n" + HTML.table(scores) }
    return text
  }

  var markdown: String { "\n## \(title)\n\n\(DiffReport.markdown(comparison))" }
}
