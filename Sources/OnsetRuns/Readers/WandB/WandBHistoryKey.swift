private import OnsetText

/// A key of W&B's history and what its values are.
struct WandBHistoryKey {
  /// The keys from the row on: several for a value that was logged in a dictionary.
  let parts: [String]
  /// The metric's name.
  let name: String
  let role: Role
  /// The column of its numbers; -1 before it has had one.
  var column = -1
  /// Values that are no single number.
  var otherCount = 0

  enum Role {
    case metric
    /// `_step`, the step unless the record itself has one.
    case recordStep
    /// The key that the reading options say is the step.
    case toldStep
    /// Something else that the tool keeps in a row.
    case tool
    /// Says that what it lies in is a histogram, an image or another object.
    case mediaType
  }

  static let step = "_step"
  static let mediaType = "_type"

  init(_ parts: [String], name: String, toldStep: String?) {
    self.parts = parts
    self.name = name
    role =
      if let toldStep, name == toldStep {
        .toldStep
      } else if parts == [Self.step] {
        .recordStep
      } else if let first = parts.first, ["_runtime", "_timestamp", "_wandb"].contains(first) {
        .tool
      } else if parts.count > 1, parts.last == Self.mediaType {
        .mediaType
      } else {
        .metric
      }
  }

  static func nearest(to name: String, among names: [String]) -> String? { Suggestion.nearest(to: name, among: names) }
}

/// Names for keys: their parts joined by `.`. Where two keys would have one name (`a.b`, and `b` in `a`), points within
/// a part of the later one get a backslash, as in W&B's own language of metrics, or its inner parts brackets.
struct WandBMetricNames {
  private var partsOfName: [String: [String]] = [:]

  mutating func name(of parts: [String]) -> String {
    let joined = parts.joined(separator: ".")
    let escaped = parts.map { $0.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.") }
      .joined(separator: ".")
    let bracketed = (parts.first ?? "") + parts.dropFirst().map { "[\($0)]" }.joined()
    for name in [joined, escaped, bracketed] {
      let owner = partsOfName[name]
      if owner == nil || owner == parts {
        partsOfName[name] = parts
        return name
      }
    }
    return bracketed
  }
}
