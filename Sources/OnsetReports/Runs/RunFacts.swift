import OnsetRuns
import OnsetStudy
import OnsetText

/// Pieces of what is said about a run, in a list and alone.
enum RunFacts {
  /// `0 to 5000`.
  static func steps(_ first: Int64?, _ last: Int64?) -> String {
    guard let first, let last else { return "" }
    return first == last ? "\(first)" : "\(first) to \(last)"
  }

  /// `memorization 2350 (2250 to 2600)`.
  static func label(_ label: RunMetadata.TransitionLabel) -> String {
    "\(label.phase) \(label.step)"
      + (label.earliest == label.latest ? "" : " (\(label.earliest) to \(label.latest))")
  }

  static func format(_ summary: RunSummary) -> String { summary.formats.map(\.title).joined(separator: ", ") }

  static func profile(_ summary: RunSummary) -> String { summary.profiles.joined(separator: " or ") }

  /// The keys of a run's object that a list and the run alone have in common.
  static func entries(_ summary: RunSummary) -> [(key: String, value: String)] {
    func text(_ text: String?) -> String { text.map(JSONOutput.quoted) ?? "null" }
    func number<Number>(_ number: Number?) -> String { number.map { "\($0)" } ?? "null" }
    return [
      ("run", JSONOutput.quoted(summary.name)), ("path", JSONOutput.quoted(summary.path)),
      ("format", JSONOutput.quoted(format(summary))), ("architecture", text(summary.metadata.architecture)),
      ("profile", text(summary.profiles.count == 1 ? summary.profiles[0] : nil)),
      ("first_step", number(summary.firstStep)), ("last_step", number(summary.lastStep)),
      ("rows", "\(summary.rowCount)"), ("samples", "\(summary.sampleCount)"),
      ("bytes", number(summary.byteCount)),
      ("files", JSONOutput.array(summary.files.map { JSONOutput.quoted($0.path) })),
      ("metadata_file", text(summary.metadataPath)),
      (
        "labels",
        JSONOutput.array(
          summary.metadata.labels.map { label in
            JSONOutput.object([
              ("phase", JSONOutput.quoted(label.phase)), ("step", "\(label.step)"),
              ("earliest", "\(label.earliest)"), ("latest", "\(label.latest)"),
            ])
          })
      ), ("notes", JSONOutput.array(summary.notes.map { JSONOutput.quoted($0.message) })),
    ]
  }
}
