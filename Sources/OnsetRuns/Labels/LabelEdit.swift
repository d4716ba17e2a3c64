package import OnsetText
import OnsetYAML

/// A change of one label in a run's metadata file that leaves every other byte as it is.
package struct LabelEdit: Sendable {
  /// The file as it is to be.
  package var bytes: [UInt8]
  package var outcome: Outcome

  package typealias Label = RunMetadata.TransitionLabel

  package enum Outcome: Equatable, Sendable {
    case added(Label)
    case changed(Label, from: Label)
    case removed(Label)
    /// The file says so already.
    case unchanged(Label)
  }

  /// The file of metadata that has nothing but a label.
  package static func newFile(with label: Label) -> LabelEdit {
    LabelEdit(
      bytes: Array("onset: 1\nlabels:\n  - \(LabelText.flow(label))\n".utf8), outcome: .added(label))
  }

  /// Gives a phase its label, or changes the one that it has.
  ///
  /// A label that is changed keeps the bounds for which nothing else is given. Of several labels of the phase, the one
  /// at the step is meant. The edited file is read again, and given only if the label is all that has changed.
  package static func setting(
    phase: String, step: Int64, earliest: Int64?, latest: Int64?, in source: SourceFile
  ) throws(LabelEditError) -> LabelEdit {
    let old = RunMetadataReader.decode(source).metadata
    let own = old.labels.indices.filter { old.labels[$0].phase == phase }
    guard let index = try choice(among: own, of: old.labels, at: step, phase: phase) else {
      let label = Label(phase: phase, step: step, earliest: earliest, latest: latest)
      let file = try LabelledFile(source)
      let result = try checked(file.adding(label), source, expecting: old.labels + [label])
      return LabelEdit(bytes: result, outcome: .added(label))
    }
    let file = try LabelledFile(source)
    let current = old.labels[index]
    let written = try file.bounds(ofItem: index)
    let label = Label(
      phase: phase, step: step, earliest: earliest ?? (written.hasEarliest ? current.earliest : nil),
      latest: latest ?? (written.hasLatest ? current.latest : nil))
    guard label.earliest <= step, step <= label.latest else {
      throw .boundsDoNotHold(step: step, earliest: label.earliest, latest: label.latest)
    }
    if label == current, earliest == nil || written.hasEarliest, latest == nil || written.hasLatest {
      return LabelEdit(bytes: source.bytes, outcome: .unchanged(label))
    }
    var labels = old.labels
    labels[index] = label
    let edits = try file.changing(item: index, step: step, earliest: earliest, latest: latest)
    return LabelEdit(
      bytes: try checked([edits], source, expecting: labels), outcome: .changed(label, from: current))
  }

  /// Takes a label away; without a step, the only one of the phase.
  package static func removing(phase: String, step: Int64?, in source: SourceFile) throws(LabelEditError) -> LabelEdit {
    let old = RunMetadataReader.decode(source).metadata
    let own = old.labels.indices.filter {
      old.labels[$0].phase == phase && (step == nil || old.labels[$0].step == step)
    }
    guard let index = own.first else {
      throw .noSuchLabel(phase: phase, step: step, known: old.labels.map(\.phase).uniqued())
    }
    if own.count > 1 { throw .severalLabels(phase: phase, steps: own.map { old.labels[$0].step }) }
    var labels = old.labels
    let removed = labels.remove(at: index)
    let file = try LabelledFile(source)
    return LabelEdit(
      bytes: try checked(file.removing(item: index), source, expecting: labels), outcome: .removed(removed))
  }

  private static func choice(
    among own: [Int], of labels: [Label], at step: Int64, phase: String
  ) throws(LabelEditError) -> Int? {
    guard own.count > 1 else { return own.first }
    let there = own.filter { labels[$0].step == step }
    guard let index = there.first, there.count == 1 else {
      throw .severalLabels(phase: phase, steps: own.map { labels[$0].step })
    }
    return index
  }

  /// The file after the first of some ways to edit it that changes the labels as expected and nothing else.
  private static func checked(
    _ candidates: [[TextEdit]], _ source: SourceFile, expecting labels: [Label]
  ) throws(LabelEditError) -> [UInt8] {
    let (old, findings) = RunMetadataReader.decode(source)
    var isFaulty = false
    for edits in candidates {
      let file = SourceFile(path: source.path, bytes: source.applying(edits))
      var (new, newFindings) = RunMetadataReader.decode(file)
      // The order of the labels is where they stand; what was added last stands last.
      guard new.labels == labels, Self.otherKeys(of: file) == Self.otherKeys(of: source) else { continue }
      new.labels = old.labels
      new.isLabelled = old.isLabelled
      guard new == old else { continue }
      guard !newFindings.containsErrors else {
        isFaulty = true
        continue
      }
      return file.bytes
    }
    if isFaulty || findings.containsErrors { throw .faulty(findings) }
    throw .changesMore
  }

  private static func otherKeys(of source: SourceFile) -> [String] {
    (YAML.load(source).root?.mapping?.entries ?? []).map(\.key.text).filter { $0 != "labels" && $0 != "onset" }
  }
}

/// How a label is spelt.
enum LabelText {
  /// `{phase: memorization, step: 2350, earliest: 2250}`; a bound that is the step is left out.
  static func flow(_ label: LabelEdit.Label) -> String {
    "{\(entries(label).map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
  }

  static func entries(_ label: LabelEdit.Label) -> [(key: String, value: String)] {
    var entries = [("phase", YAML.spelling(of: label.phase)), ("step", "\(label.step)")]
    if label.earliest != label.step { entries.append(("earliest", "\(label.earliest)")) }
    if label.latest != label.step { entries.append(("latest", "\(label.latest)")) }
    return entries
  }
}

extension [String] {
  fileprivate func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
