/// One `:::MLLOG` entry of an MLPerf log, as it is written: which of its values means what.
///
/// A line may have other text before the mark, such as the rank that a scheduler prints, and after the entry.
struct MLPerfEntry {
  /// The names under which entries keep their step in `metadata`, the ones that count finer first.
  static let stepNames = [
    "step_num", "step", "iteration", "iter_num", "global_step", "train_step", "consumed_samples", "samples_count",
    "sample_num", "tokens_count", "epoch_num", "first_epoch_num", "epoch",
  ]

  /// Whether a step name counts epochs.
  static func countsEpochs(_ index: Int) -> Bool { stepNames[index].contains("epoch") }

  private(set) var json = JSONObjectScan()
  private var roles: [Role] = []

  /// What a key of an entry is.
  private enum Role {
    case key
    case eventType
    case value
    /// A value inside the object that is the value.
    case part
    case step(Int)
    case other
  }

  /// Where `key` is spelt.
  private(set) var keyStart = 0
  private(set) var keyEnd = 0
  private(set) var isPointInTime = false
  /// The index of the entry's plain value among ``json``; -1 for none.
  private(set) var value = -1
  /// The index of the step among ``json``, and of its name; -1 for none.
  private(set) var step = -1
  private(set) var stepName = -1

  enum Outcome {
    /// The line has no mark.
    case other
    case entry
    case damaged
  }

  /// Reads the entry of a line.
  mutating func read(_ text: Span<UInt8>, from start: Int, to end: Int) -> Outcome {
    guard var position = Self.mark(text, from: start, to: end) else { return .other }
    position = JSONText.skipSpace(text, position)
    guard position < end, text[position] == UInt8(ascii: "{") else { return .damaged }
    let after = json.read(text, from: position + 1, count: end)
    guard after >= 0, after <= end else { return .damaged }
    keyStart = 0
    keyEnd = 0
    isPointInTime = false
    value = -1
    step = -1
    stepName = Int.max
    for index in 0..<json.count {
      let entry = json[index]
      while roles.count <= entry.key { roles.append(role(of: json.name(of: roles.count))) }
      switch roles[entry.key] {
      case .key where entry.kind == .text: (keyStart, keyEnd) = (entry.start, entry.end)
      case .eventType: isPointInTime = JSONText.spells("POINT_IN_TIME", text, from: entry.start, to: entry.end)
      case .value: value = index
      case .step(let name) where entry.kind == .number && name < stepName: (step, stepName) = (index, name)
      default: break
      }
    }
    return .entry
  }

  /// Whether a value is inside the object that is the entry's value.
  func isPart(_ index: Int) -> Bool {
    if case .part = roles[json[index].key] { return true }
    return false
  }

  private func role(of name: String) -> Role {
    switch name {
    case "key": return .key
    case "event_type": return .eventType
    case "value": return .value
    default:
      if name.hasPrefix("value.") { return .part }
      if name.hasPrefix("metadata."), let index = Self.stepNames.firstIndex(of: String(name.dropFirst(9))) {
        return .step(index)
      }
      return .other
    }
  }

  /// The offset after `:::MLLOG`, or nil.
  static func mark(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var position = start
    while position &+ 8 <= end {
      let marks = ByteWord.matches(text.word(at: position), UInt8(ascii: ":"))
      guard marks != 0 else {
        position &+= 8
        continue
      }
      position &+= ByteWord.bytesBefore(marks)
      guard position &+ 8 <= end else { return nil }
      if text.word(at: position) == markWord { return position &+ 8 }
      position &+= 1
    }
    return nil
  }

  /// `:::MLLOG`, as a word of a text.
  private static let markWord: UInt64 = ":::MLLOG".utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
