import Foundation
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetText
import OnsetYAML
import Testing
import _OnsetTestSupport

/// The schemas say of a file what its decoder says: each key of each mapping is tried with both.
@Suite struct SchemaTests {
  /// A mapping of a file, and the file around any text in its place.
  struct Place: CustomTestStringConvertible {
    var kind: FileSchema.Kind
    var object: SchemaObject
    var path: String
    var file: @Sendable (String) -> String
    var testDescription: String { "\(kind.rawValue)\(path)" }
  }

  static let places = FileSchema.all.flatMap { schema in
    places(in: schema.root, kind: schema.kind, path: "") { $0 }
  }

  private static func places(
    in object: SchemaObject, kind: FileSchema.Kind, path: String, file: @escaping @Sendable (String) -> String
  ) -> [Place] {
    var found = [Place(kind: kind, object: object, path: path, file: file)]
    for key in object.keys {
      for (inner, wrap) in objects(in: key.value) {
        found += places(in: inner, kind: kind, path: "\(path)/\(key.name)") { text in
          file(Sample.text(of: object, key.name, wrap(text)))
        }
      }
    }
    return found
  }

  typealias Wrap = @Sendable (String) -> String

  /// The mappings directly inside a value, and how each stands in it.
  private static func objects(in value: SchemaValue) -> [(object: SchemaObject, wrap: Wrap)] {
    switch value {
    case .object(let object): [(object: object, wrap: { $0 } as Wrap)]
    case .list(let inner, _), .oneOrList(let inner): objects(in: inner, inside: ("[", "]"))
    case .map(let inner): objects(in: inner, inside: ("{a: ", "}"))
    case .either(let choices): choices.flatMap { objects(in: $0) }
    default: []
    }
  }

  private static func objects(
    in value: SchemaValue, inside brackets: (before: String, after: String)
  ) -> [(object: SchemaObject, wrap: Wrap)] {
    objects(in: value).map { object, wrap in
      (object: object, wrap: { brackets.before + wrap($0) + brackets.after } as Wrap)
    }
  }

  // MARK: The two sides

  static func findings(_ kind: FileSchema.Kind, _ source: SourceFile) -> [Diagnostic] {
    switch kind {
    case .ruleset: RuleSetFile.decode(source).diagnostics
    case .profile: ProfileFile.decode(source).diagnostics
    case .tests: TestFile.decode(source).diagnostics
    case .project: ProjectFile.decode(source).diagnostics
    case .run: RunMetadataReader.decode(source).findings
    case .format: TextLogFormatReader.decode(source).findings
    case .experiment: ExperimentFile.decode(source).diagnostics
    }
  }

  private static func schemaFaults(_ kind: FileSchema.Kind, _ source: SourceFile) throws -> [String] {
    let root = try #require(YAML.load(source).root)
    var validator = SchemaValidator(SchemaDocument.document(.of(kind)))
    let faults = validator.faults(JSONValue(root))
    #expect(validator.unknownKeywords == [])
    return faults
  }

  /// Expects that decoder and schema agree that a file is good, or that it is not.
  private static func expect(
    _ isGood: Bool, _ place: Place, _ object: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let source = SourceFile(name: "sample.yaml", text: place.file(object) + "\n")
    let findings = findings(place.kind, source).filter { $0.severity == .error }.map(\.message)
    let faults = try schemaFaults(place.kind, source)
    let text = place.file(object)
    #expect(findings.isEmpty == isGood, "the decoder: \(findings) in \(text)", sourceLocation: sourceLocation)
    #expect(faults.isEmpty == isGood, "the schema: \(faults) in \(text)", sourceLocation: sourceLocation)
  }

  // MARK: Tests

  @Test(arguments: places)
  func `decoder and schema know the same keys`(place: Place) throws {
    let unknown = Sample.text(of: place.object, "qqqqq", "1")
    try Self.expect(place.object.isOpen, place, unknown)
    guard !place.object.isOpen else { return }
    let source = SourceFile(name: "sample.yaml", text: place.file(unknown) + "\n")
    let finding = try #require(Self.findings(place.kind, source).first { $0.code == "O0153" })
    let known = finding.hints.joined().matches(of: /`([^`]+)`/).map { String($0.output.1) }
    #expect(Set(known) == Set(place.object.keys.map(\.name)))
  }

  @Test(arguments: places)
  func `every key may have the values that it is shown with, and no list of lists`(place: Place) throws {
    for key in place.object.keys {
      for example in [Sample.text(of: key)] + key.examples where !example.isEmpty {
        try Self.expect(true, place, Sample.text(of: place.object, key.name, Sample.quotedIfNeeded(example)))
      }
      try Self.expect(false, place, Sample.text(of: place.object, key.name, "[[]]"))
    }
  }

  @Test(arguments: places)
  func `what has to be there is missed`(place: Place) throws {
    for key in place.object.keys where key.isRequired {
      try Self.expect(false, place, Sample.text(of: place.object, without: key.name))
    }
    if !place.object.oneOf.isEmpty { try Self.expect(false, place, "{}") }
  }

  @Test func `The files of the project are valid`() throws {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let paths = ["rules", "profiles", "runs", "formats", "onset.yaml"].map { checkout.appending(path: $0).path }
    let files = YAMLFileSearch.files(at: paths).paths
    #expect(files.count > 20)
    for path in files {
      let source = try FileAccess.read(path, limit: YAML.Limits.byteCount)
      let kind = try #require(YAMLFileSearch.kind(of: source))
      #expect(try Self.schemaFaults(kind.schema, source) == [], "\(path)")
    }
  }

  private struct Vector: Decodable { var ruleset: String }

  @Test(.enabled(if: SharedFolder.isPresent))
  func `The rule sets of the conformance vectors are valid`() throws {
    for vector in try SharedFolder.objects("conformance/rules.jsonl", as: Vector.self) {
      #expect(try Self.schemaFaults(.ruleset, SourceFile(name: "vector.yaml", text: vector.ruleset)) == [])
    }
  }

  @Test func `A schema is JSON`() throws {
    for schema in FileSchema.all {
      let object = try JSONSerialization.jsonObject(with: Data(SchemaDocument.json(schema).utf8))
      #expect((object as? [String: Any])?["type"] as? String == "object")
    }
  }
}

extension YAMLFileSearch.Kind {
  fileprivate var schema: FileSchema.Kind {
    switch self {
    case .ruleSet: .ruleset
    case .profile: .profile
    case .tests: .tests
    case .project: .project
    case .metadata: .run
    case .textFormat: .format
    case .experiment: .experiment
    }
  }
}

/// Values that a schema allows, as YAML in one line.
enum Sample {
  /// A mapping with what it needs, and one key besides or in another way.
  static func text(of object: SchemaObject, _ name: String, _ value: String) -> String {
    var entries = needed(object).filter { $0.key != name }
    // One of several keys is enough, and the one that is asked for may be it.
    if object.oneOf.contains(name) { entries.removeAll { object.oneOf.contains($0.key) } }
    return text(entries + [(name, value)])
  }

  static func text(of object: SchemaObject, without name: String) -> String {
    text(needed(object).filter { $0.key != name })
  }

  static func text(of key: SchemaKey) -> String { key.examples.first ?? text(of: key.value) }

  /// A text that would end at a comma or a brace in one line.
  static func quotedIfNeeded(_ example: String) -> String {
    let isQuoted = example.hasPrefix("\"") || example.hasPrefix("[") || example.hasPrefix("{")
    return !isQuoted && example.contains { ",:{}[]".contains($0) } ? "\"\(example)\"" : example
  }

  private static func needed(_ object: SchemaObject) -> [(key: String, value: String)] {
    let one = object.keys.first { $0.name == object.oneOf.first }
    return (object.keys.filter(\.isRequired) + (one.map { [$0] } ?? [])).map { ($0.name, text(of: $0)) }
  }

  private static func text(_ entries: [(key: String, value: String)]) -> String {
    // `onset` has to be the first.
    let ordered = entries.filter { $0.key == "onset" } + entries.filter { $0.key != "onset" }
    return "{\(ordered.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
  }

  private static func text(of value: SchemaValue) -> String {
    switch value {
    case .text, .name: "name"
    case .expression(.condition): "loss > 1"
    case .expression(.span): "10 samples"
    case .expression, .number, .integer, .version, .anything: "1"
    case .day: "2026-11-02"
    case .choice(let texts): texts.first ?? ""
    case .list(let inner, let count): "[\((0..<(count ?? 1)).map { _ in text(of: inner) }.joined(separator: ", "))]"
    case .oneOrList(let inner): text(of: inner)
    case .object(let object): text(needed(object))
    case .map(let inner): "{a: \(text(of: inner))}"
    case .either(let choices): choices.first.map(text) ?? ""
    case .nothing: ""
    }
  }
}
