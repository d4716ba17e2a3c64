import OnsetLanguage
import OnsetRules
import OnsetText
import OnsetYAML
import Testing

/// What is written into the files of the project, as they are and in every shape that people give to files: only the
/// values that are meant change.
@Suite struct WritingInPlaceTests {
  // MARK: Files

  /// A value of a parameter in a file, and what is to be written there.
  struct Target: Sendable, CustomStringConvertible {
    var source: SourceFile
    var place: ParameterEdit.Place
    var name: String
    var old: YAMLScalar
    var new: String

    var description: String { "\(source.path): \(name)" }

    func written(in bytes: [UInt8]) throws -> [UInt8] {
      try ParameterEdit.setting([(name, new)], at: place, in: SourceFile(path: source.path, bytes: bytes))
    }

    /// The parameter as a file of these bytes has it, read by the reader of rule sets and profiles.
    func value(in bytes: [UInt8]) -> String? {
      let file = SourceFile(path: source.path, bytes: bytes)
      switch place {
      case .ruleSet: return RuleSetFile.decode(file).model?.parameters.first { $0.name.value == name }?.value.text
      case .profile(let ruleSet):
        let values = ProfileFile.decode(file).model?.parameters.first { $0.ruleset.value == ruleSet }?.values
        return values?.first { $0.name.value == name }?.value.text
      }
    }
  }

  private static let sources: [SourceFile] = {
    let paths = ["rules", "profiles", "experiments", "Examples", "Tests", "onset.yaml"].map(Shipped.path)
    return YAMLFileSearch.files(at: paths).paths.compactMap { try? Project.source(at: $0).get() }
  }()

  /// All parameters of all rule sets and profiles of the project, tests' own files too.
  static let targets: [Target] = sources.flatMap { source -> [Target] in
    switch YAMLFileSearch.kind(of: source) {
    case .ruleSet:
      guard let file = RuleSetFile.decode(source).model else { return [] }
      return file.parameters.compactMap { parameter in
        target(parameter.name.value, parameter.value, .ruleSet, source)
      }
    case .profile:
      guard let file = ProfileFile.decode(source).model else { return [] }
      return file.parameters.flatMap { group in
        group.values.compactMap { target($0.name.value, $0.value, .profile(ruleSet: group.ruleset.value), source) }
      }
    default: return []
    }
  }

  /// The value with another number, of the same type; nil for what is no value.
  private static func target(
    _ name: String, _ scalar: YAMLScalar, _ place: ParameterEdit.Place, _ source: SourceFile
  ) -> Target? {
    guard let old = ParameterValue(literal: scalar.text) else { return nil }
    let unit = scalar.text.drop { "+-0123456789.e".contains($0) }
    let new = (scalar.text.hasPrefix("8") ? "97" : "83") + unit
    guard ParameterValue(literal: new)?.type == old.type else { return nil }
    return Target(source: source, place: place, name: name, old: scalar, new: new)
  }

  @Test func `There are many`() {
    #expect(Self.sources.count > 60)
    #expect(Self.targets.count > 60)
    #expect(Self.targets.contains { $0.place != .ruleSet })
  }

  // MARK: As they are

  /// What is before and behind the bytes in which two files differ.
  private static func common(_ old: [UInt8], _ new: [UInt8]) -> (before: Int, behind: Int) {
    let before = zip(old, new).prefix { $0 == $1 }.count
    let behind = zip(old.dropFirst(before).reversed(), new.dropFirst(before).reversed()).prefix { $0 == $1 }.count
    return (before, behind)
  }

  @Test(arguments: targets)
  func `A value of a file of the project is exchanged, and every other byte stays`(_ target: Target) throws {
    let old = target.source.bytes
    let new = try target.written(in: old)
    #expect(target.value(in: new) == target.new)
    let (before, behind) = Self.common(old, new)
    let changed = String(decoding: old[before..<old.count - behind], as: UTF8.self)
    let replacement = String(decoding: new[before..<new.count - behind], as: UTF8.self)
    #expect(target.old.text.contains(changed), "\(changed)")
    #expect(target.new.contains(replacement), "\(replacement)")
    #expect(new.count - old.count == target.new.utf8.count - target.old.text.utf8.count)
    // Back again, all is as it was.
    let back = try ParameterEdit.setting(
      [(target.name, target.old.text)], at: target.place, in: SourceFile(path: target.source.path, bytes: new))
    #expect(back == old)
  }

  @Test func `All values of a file at once are the same as one after the other`() throws {
    let files = Dictionary(grouping: Self.targets) { "\($0.source.path) \($0.place)" }
    for targets in files.values {
      let first = try #require(targets.first)
      let all = try ParameterEdit.setting(targets.map { ($0.name, $0.new) }, at: first.place, in: first.source)
      #expect(try targets.reduce(first.source.bytes) { try $1.written(in: $0) } == all, "\(first)")
    }
  }

  // MARK: In other shapes

  /// A way to write a whole file that leaves what it means.
  static let shapes: [(name: String, shape: @Sendable ([UInt8]) -> [UInt8])] = [
    ("Windows' line ends", { $0.flatMap { $0 == 10 ? [13, 10] : [$0] } }),
    ("a mark of the byte order", { [0xEF, 0xBB, 0xBF] + $0 }),
    ("no line end at the end", { Array($0.reversed().drop { $0 == 10 }.reversed()) }),
    ("empty lines at the end", { $0 + Array("\n\n   \n# the end".utf8) }),
    ("document marks", { Array("%YAML 1.2\n# 83\n---\n".utf8) + $0 + Array("...\n# 83\n".utf8) }),
    (
      "comments at every place of the parameters",
      { bytes in
        var isInside = false
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let commented = lines.map { line -> String in
          if line.first?.isLetter == true { isInside = line.hasPrefix("parameters:") }
          guard isInside, !line.isEmpty else { return String(line) }
          let end = line.contains("#") ? "" : "  \t# value: 83 \"'{[&*"
          return "      # before: {value: 1}\n# and at the margin\n\(line)\(end)"
        }
        return Array(commented.joined(separator: "\n").utf8)
      }
    ),
  ]

  @Test(arguments: shapes.indices)
  func `Writing into another shape of a file is the other shape of the file that was written`(_ index: Int) throws {
    let (name, shape) = Self.shapes[index]
    for target in Self.targets {
      let shaped = shape(target.source.bytes)
      #expect(shaped != target.source.bytes || name.hasPrefix("no line end"))
      #expect(target.value(in: shaped) == target.old.text, "\(target), \(name)")
      let new = try target.written(in: shaped)
      #expect(target.value(in: new) == target.new, "\(target), \(name)")
      #expect(new == shape(try target.written(in: target.source.bytes)), "\(target), \(name)")
    }
  }

  /// Ways to write one value: what stands before it, and behind it.
  static let spellings = [
    ("\"", "\""), ("'", "'"), ("&value ", ""), ("!!str ", ""), ("&value !!str \"", "\""), ("!!str &a-b '", "'"),
  ]

  @Test(arguments: spellings)
  func `A value in quotes, with an anchor or with a tag stays written so`(_ before: String, _ behind: String) throws {
    for target in Self.targets where target.old.style == .plain {
      let bytes = target.source.bytes
      let range = target.old.range
      func file(_ text: String) -> [UInt8] {
        Array(bytes[..<range.lower]) + Array("\(before)\(text)\(behind)".utf8) + Array(bytes[range.upper...])
      }
      let new = try target.written(in: file(target.old.text))
      #expect(new == file(target.new), "\(target)")
      #expect(target.value(in: new) == target.new, "\(target)")
    }
  }

  /// Other ways, of which the new value need not be spelt in the same.
  static let blocks = [">-\n", "|-\n", ">-2\n", "| # why\n", "\n", "\n\n# why\n", "\"\\\n", "'\n"]

  @Test(arguments: blocks)
  func `Around a value on lines of its own nothing changes`(_ head: String) throws {
    var count = 0
    for target in Self.targets where target.old.style == .plain {
      let bytes = target.source.bytes
      let range = target.old.range
      let indent = String(repeating: " ", count: 10)
      let margin = head.hasPrefix(">-2") ? "" : indent
      let tail = head.hasPrefix("\"") ? "\"" : head.hasPrefix("'") ? "'" : ""
      // An indentation that is given counts from the key's own.
      let line = bytes[..<range.lower].lastIndex(of: 10).map { $0 + 1 } ?? 0
      let own = bytes[line...].prefix { $0 == 32 }.count + 2
      let space = margin.isEmpty ? String(repeating: " ", count: own) : margin
      let shaped =
        Array(bytes[..<range.lower]) + Array("\(head)\(space)\(target.old.text)\(tail)".utf8)
        + Array(bytes[range.upper...])
      // A comment behind the value would be a part of a block, and in braces there are no blocks.
      guard target.value(in: shaped)?.trimmingSpace == target.old.text else { continue }
      count += 1
      let new = try target.written(in: shaped)
      #expect(target.value(in: new)?.trimmingSpace == target.new, "\(target)")
      #expect(new.starts(with: bytes[..<range.lower]), "\(target)")
      let rest = bytes[range.upper...].drop { $0 == 10 }
      #expect(Array(new.suffix(rest.count)) == Array(rest), "\(target)")
    }
    #expect(count >= (head.hasPrefix("|") || head.hasPrefix(">") ? 1 : 40))
  }

  @Test func `A value that an alias shares is left alone`() throws {
    for target in Self.targets where target.old.style == .plain {
      let bytes = target.source.bytes
      let range = target.old.range
      let shared =
        Array(bytes[..<range.lower]) + Array("&shared ".utf8) + Array(bytes[range.lower...])
        + Array("\nx-other: *shared\n".utf8)
      #expect(throws: ParameterEdit.Failure.self, "\(target)") { try target.written(in: shared) }
    }
  }

  @Test(arguments: [
    ("{", ", ", "}"), ("{ # 83\n  ", ",\n\n    # 83: {\n  ", "\n  # 83\n  }"), ("{  ", "  ,  ", " , }"),
  ])
  func `All parameters of a file in braces`(_ open: String, _ comma: String, _ close: String) throws {
    let files = Dictionary(grouping: Self.targets.filter { $0.place == .ruleSet }) { $0.source.path }
    for (path, targets) in files {
      let source = try #require(targets.first).source
      let root = try #require(YAML.load(source).root?.mapping)
      let parameters = try #require(root.entries.first { $0.key.text == "parameters" })
      func file(_ values: [String: String]) -> [UInt8] {
        let entries = parameters.value.mapping?.entries.map { entry -> String in
          let name = entry.key.text
          let value = values[name] ?? entry.value.mapping?["value"]?.scalar?.text ?? entry.value.scalar?.text ?? ""
          let tune = entry.value.mapping?["tune"]?.sequence?.items.compactMap { $0.scalar?.text }
          return "\(name): " + (tune.map { "{tune: [\($0.joined(separator: ", "))], \"value\": \(value)}" } ?? value)
        }
        let text = open + (entries ?? []).joined(separator: comma) + close
        return Array(source.bytes[..<parameters.key.range.upper]) + Array(": \(text)\n".utf8)
          + Array(source.bytes[parameters.value.range.upper...])
      }
      let old = file([:])
      for target in targets {
        #expect(target.value(in: old) == target.old.text, "\(path)")
        let new = try target.written(in: old)
        #expect(target.value(in: new) == target.new)
        #expect(new == file([target.name: target.new]), "\(target)")
      }
    }
  }

  // MARK: Profiles

  @Test(arguments: shapes.indices)
  func `Measured baselines are written into every profile, comments and other values stay`(_ index: Int) throws {
    let (name, shape) = Self.shapes[index]
    var count = 0
    for source in Self.sources where YAMLFileSearch.kind(of: source) == .profile {
      guard let model = ProfileFile.decode(source).model else { continue }
      let file = SourceFile(path: source.path, bytes: shape(source.bytes))
      for baseline in model.baselines where baseline.measure == nil {
        count += 1
        let metric = baseline.metric.value
        let measured = ProfileEdit.Baseline(
          metric: metric, mean: 83.25, std: 0.125, samples: 7, runs: ["a", "b c"], measured: "2031-01-02",
          range: "first 10%")
        let new = try ProfileEdit.setting([measured], in: file)
        let written = try #require(
          ProfileFile.decode(new).model?.baselines.first { $0.metric.value == metric })
        #expect(written.mean?.value == 83.25 && written.std?.value == 0.125, "\(source.path): \(metric), \(name)")
        #expect(Self.comments(new.bytes) == Self.comments(file.bytes), "\(source.path): \(metric), \(name)")
        #expect(try Self.outline(new, without: metric) == Self.outline(file, without: metric))
        // Again, there is nothing to change.
        #expect(try ProfileEdit.setting([measured], in: new).bytes == new.bytes)
      }
    }
    #expect(count >= 4)
  }

  private static func comments(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
      line.firstIndex(of: "#").map { line[$0...] }
    }
  }

  /// What a profile says, a baseline apart.
  private static func outline(_ source: SourceFile, without metric: String) throws -> [String] {
    func lines(_ node: YAMLNode, _ path: String) -> [String] {
      switch node {
      case .scalar(let scalar): ["\(path) \(scalar.text)"]
      case .sequence(let list): list.items.enumerated().flatMap { lines($1, "\(path)/\($0)") }
      case .mapping(let mapping): mapping.entries.flatMap { lines($0.value, "\(path)/\($0.key.text)") }
      }
    }
    return lines(try #require(YAML.load(source).root), "").filter { !$0.hasPrefix("/baselines/\(metric)/") }
  }
}

extension String {
  fileprivate var trimmingSpace: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
