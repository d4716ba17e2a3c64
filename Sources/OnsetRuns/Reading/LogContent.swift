/// What a log holds, once it is read.
struct LogContent {
  /// The steps at which some metric has a sample, strictly increasing.
  var rows: [Int64] = []
  /// The metrics that were kept, in the order of first appearance.
  var columns: [RunColumn] = []
  /// The names of all metrics, kept or not.
  var metricNames: [String] = []
  /// What was mended or passed over.
  var notes: [ReadingNote] = []
  /// The files that were read.
  var sources: [RunSource] = []

  /// Adds a note on files or metrics; none where there are none.
  mutating func note(_ kind: ReadingNote.Kind, names: [String]) {
    guard !names.isEmpty else { return }
    notes.append(ReadingNote(kind: kind, count: names.count, names: Array(names.prefix(ReadingNote.nameLimit))))
  }
}
