package import OnsetText

/// A habit in rules and profiles that works and is naive, or something in them that does nothing: everything that is
/// known of it, in one place.
///
/// `onset check` takes the severity from here, `onset explain` and docs/lints.md the words, and a test runs the examples.
package struct Lint: Sendable {
  package let id: LintID
  /// What it is called beside its id: `unconfirmed-action`.
  package let name: String
  package let severity: Severity
  /// What it finds, as the end of "finds …", without its full stop.
  package let summary: String
  package let avoid: String
  package let prefer: String
  package let why: String
  /// Files in which `onset check` finds this and nothing else.
  package let bad: Example
  /// The same, mended.
  package let good: Example

  /// Files of a small project, and how they are checked.
  package struct Example: Sendable {
    package var files: [(path: String, text: String)]
    /// What follows `onset check`.
    package var arguments: String

    /// One rule set, or one profile.
    package init(_ text: String) {
      let path = text.contains("\nprofile: ") && !text.contains("\nruleset: ") ? "profile.yaml" : "rules.yaml"
      self.init([(path, text)], arguments: path)
    }

    package init(_ files: [(path: String, text: String)], arguments: String = "") {
      self.files = files.map { ($0.path, $0.text.hasSuffix("\n") ? $0.text : $0.text + "\n") }
      self.arguments = arguments
    }
  }
}

/// The table of lints, by their ids.
package enum Lints {
  package static let all: [Lint] = conditions + actions + baselines + deadParts + allowances

  private static let byID: [LintID: Lint] = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// The lint of an id; every id has one.
  package static func lint(_ id: LintID) -> Lint {
    guard let lint = byID[id] else { preconditionFailure("\(id) is in no table") }
    return lint
  }

  /// The lint of an id or of a name, in upper or lower case.
  package static func named(_ text: String) -> Lint? {
    LintID(rawValue: text.uppercased()).map(lint) ?? all.first { $0.name == text.lowercased() }
  }
}
