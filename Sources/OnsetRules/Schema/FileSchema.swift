/// What one kind of file may hold: the table behind the JSON Schemas and the page about files.
///
/// The decoders are what reads a file; a test holds each table against its decoder, key by key.
package struct FileSchema: Sendable {
  package var kind: Kind
  /// What the file is, in a sentence.
  package var summary: String
  /// Names of files of the kind, as an editor's settings take them.
  package var fileNames: [String]
  package var root: SchemaObject

  /// A kind of file, by the name that the command line has for it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case ruleset, profile, tests, project, run, format, experiment
  }

  /// The schema of each kind.
  package static let all: [FileSchema] = Kind.allCases.map(of)

  /// The schema of a kind.
  package static func of(_ kind: Kind) -> FileSchema {
    switch kind {
    case .ruleset: ruleSet
    case .profile: profile
    case .tests: tests
    case .project: project
    case .run: run
    case .format: format
    case .experiment: experiment
    }
  }
}

/// What may stand at a place of a file.
package indirect enum SchemaValue: Sendable {
  /// Any single value, read as the text that it is written as.
  case text
  /// A text with a form, given as a regular expression that JSON Schema and Swift agree on.
  case name(String)
  case expression(ExpressionKind)
  case number(above: Double? = nil, from: Double? = nil)
  case integer(from: Int? = nil)
  /// A day, `2026-11-02`.
  case day
  case choice([String])
  /// The version of Onset's files.
  case version(Int)
  case list(SchemaValue, count: Int? = nil)
  /// A list, or one value that stands for a list of one.
  case oneOrList(SchemaValue)
  case object(SchemaObject)
  /// Keys that the user names.
  case map(SchemaValue)
  case either([SchemaValue])
  /// Nothing: a key about which no more is said.
  case nothing
  case anything

  package enum ExpressionKind: Sendable {
    /// A truth.
    case condition
    /// A number.
    case number
    /// A number, a truth or a span: what a `let` may be.
    case any
    /// A literal with a unit, or the name of a parameter that is one.
    case span
    /// A number, a percentage or a span.
    case literal
  }
}

/// A mapping with keys of a fixed meaning.
package struct SchemaObject: Sendable {
  /// Its name among the definitions.
  package var name: String
  package var summary: String
  package var keys: [SchemaKey]
  /// Whether other keys are allowed: fields of the user's.
  package var isOpen = false
  /// Keys of which at least one has to be there.
  package var oneOf: [String] = []

  package init(_ name: String, _ summary: String, isOpen: Bool = false, oneOf: [String] = [], _ keys: [SchemaKey]) {
    self.name = name
    self.summary = summary
    self.keys = keys
    self.isOpen = isOpen
    self.oneOf = oneOf
  }
}

/// A key of a mapping.
package struct SchemaKey: Sendable {
  package var name: String
  package var value: SchemaValue
  package var isRequired: Bool
  /// What the value is, as a sentence.
  package var summary: String
  /// Values as they stand in a file; the first is one that every check accepts.
  package var examples: [String]

  /// A key that has to be there.
  package static func required(
    _ name: String, _ value: SchemaValue, _ summary: String, _ examples: String...
  ) -> SchemaKey {
    SchemaKey(name: name, value: value, isRequired: true, summary: summary, examples: examples)
  }

  /// A key that may be there.
  package static func optional(
    _ name: String, _ value: SchemaValue, _ summary: String, _ examples: String...
  ) -> SchemaKey {
    SchemaKey(name: name, value: value, isRequired: false, summary: summary, examples: examples)
  }

  /// The version, which every file has at its top.
  static let version = SchemaKey.required(
    "onset", .version(1), "The version of Onset's files; it stands at the top.", "1")
}

/// Forms of names, as regular expressions.
enum SchemaPattern {
  /// Rule sets, profiles and files of tests.
  static let file = SchemaValue.name("^[a-z0-9-]+$")
  /// Rules, phases and tests.
  static let label = SchemaValue.name("^[A-Za-z0-9_-]+$")
}
