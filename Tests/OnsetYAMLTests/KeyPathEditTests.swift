import Foundation
import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct KeyPathEditTests {
  private static let baseline = NewValue.mapping(
    [.init("mean", .scalar("0.5")), .init("std", .scalar("0.1")), .init("runs", .list(["a", "b c"]))], inBraces: false)

  /// A file, the keys, the value, and the file as it has to be.
  private static let cases: [(String, [String], NewValue, String)] = [
    // Scalars, in their style.
    ("a: 1 # c\nb: 2\n", ["a"], .scalar("3"), "a: 3 # c\nb: 2\n"),
    ("a: '1'\n", ["a"], .scalar("3"), "a: '3'\n"),
    ("a: \"1\"", ["a"], .scalar("3"), "a: \"3\""),
    ("a: &x !!float 1 # c\n", ["a"], .scalar("2"), "a: &x !!float 2 # c\n"),
    ("a: {b: 0.70, c: 1}\n", ["a", "b"], .scalar("0.7"), "a: {b: 0.70, c: 1}\n"),
    ("a: {b: 0.70, c: 1}\n", ["a", "b"], .scalar("0.8"), "a: {b: 0.8, c: 1}\n"),
    ("a: |\n  x\n# end\n", ["a"], .scalar("y\n"), "a: |\n  y\n# end\n"),
    // New keys, like those beside them.
    ("a: {b: 1}\n", ["a", "c"], .scalar("2"), "a: {b: 1, c: 2}\n"),
    ("a: {b: 1, }\n", ["a", "c"], .scalar("2"), "a: {b: 1, c: 2, }\n"),
    ("a: {}\n", ["a", "c"], .scalar("2"), "a: {c: 2}\n"),
    ("a: {b: , d}\n", ["a", "c"], .scalar("2"), "a: {b: , d, c: 2}\n"),
    ("a: {b: 1 # c\n  }\n", ["a", "c"], .scalar("2"), "a: {b: 1, c: 2 # c\n  }\n"),
    ("a:\n    b: 1 # c\n# end\n", ["a", "c"], .scalar("2"), "a:\n    b: 1 # c\n    c: 2\n# end\n"),
    ("a:\n  b: 1", ["a", "c"], .scalar("2"), "a:\n  b: 1\n  c: 2"),
    ("a:\r\n  b: 1\r\n", ["a", "c"], .scalar("2"), "a:\r\n  b: 1\r\n  c: 2\r\n"),
    ("a:\n  b: |\n    x\n\nd: 1\n", ["a", "c"], .scalar("2"), "a:\n  b: |\n    x\n  c: 2\n\nd: 1\n"),
    ("- x\n", [], .list(["x", "y"]), "- x\n- y\n"),
    ("\u{FEFF}a: 1\n", ["b"], .scalar("2"), "\u{FEFF}a: 1\nb: 2\n"),
    ("a: 1\n...\n", ["b"], .scalar("2"), "a: 1\nb: 2\n...\n"),
    ("{a: 1}", ["b", "c"], .scalar("2"), "{a: 1, b: {c: 2}}"),
    // Keys without a value.
    ("a: # none yet\nb: 1\n", ["a", "c"], .scalar("2"), "a: # none yet\n  c: 2\nb: 1\n"),
    ("a: ~ # c\n", ["a", "c"], .scalar("2"), "a: {c: 2} # c\n"),
    ("a: &x\n", ["a", "c"], .scalar("2"), "a: &x\n  c: 2\n"),
    ("d: {a: }\n", ["d", "a", "c"], .scalar("2"), "d: {a: {c: 2} }\n"),
    ("a: # c\n", ["a"], .scalar("2"), "a: 2 # c\n"),
    // Nothing but comments.
    ("", ["a", "b"], .scalar("1"), "a:\n  b: 1\n"),
    ("# one\r\n# two", ["a", "b"], .scalar("1"), "# one\r\n# two\r\na:\r\n  b: 1\r\n"),
    // Mappings: like the last beside them, with an empty line before a section where the others have one.
    (
      "a: 1\n\nb:\n  c: {mean: 1}\n# end\n", ["b", "d"], baseline,
      "a: 1\n\nb:\n  c: {mean: 1}\n  d: {mean: 0.5, std: 0.1, runs: [a, b c]}\n# end\n"
    ),
    (
      "b:\n   c:\n      mean: 1 # c\n", ["b", "d"], baseline,
      "b:\n   c:\n      mean: 1 # c\n   d:\n      mean: 0.5\n      std: 0.1\n      runs: [a, b c]\n"
    ),
    (
      "a: 1\n\n# c\nz: 2\n", ["b", "d"], baseline,
      "a: 1\n\n# c\nz: 2\n\nb:\n  d:\n    mean: 0.5\n    std: 0.1\n    runs: [a, b c]\n"
    ),
    (
      "b: {c: {mean: 1, std: 3, samples: 7}} # c\n", ["b", "c"], baseline,
      "b: {c: {mean: 0.5, std: 0.1, samples: 7, runs: [a, b c]}} # c\n"
    ),
    // Lists.
    ("r: [a, b] # c\n", ["r"], .list(["a", "c"]), "r: [a, c] # c\n"),
    ("r: a # c\n", ["r"], .list(["a", "c"]), "r: [a, c] # c\n"),
    ("r: [a, # first\n  b] # c\n", ["r"], .list(["x", "y", "z"]), "r: [x, # first\n  y, z] # c\n"),
    ("r: [a, # first\n  b] # c\n", ["r"], .list(["x"]), "r: [x, # first\n  ] # c\n"),
    ("r:\n- a # first\n- b # second\n", ["r"], .list(["a", "c", "d"]), "r:\n- a # first\n- c # second\n- d\n"),
    ("r:\n  - a # first\n  - b # second", ["r"], .list(["c"]), "r:\n  - c # first"),
    ("r: [&x a, 'b']\ns: 1\n", ["r"], .list(["a", "c"]), "r: [&x a, 'c']\ns: 1\n"),
    ("r: []\n", ["r"], .list(["true: 1", "[x]"]), "r: [\"true: 1\", \"[x]\"]\n"),
  ]

  @Test(arguments: cases.indices)
  func `a value is set as the file writes such things`(index: Int) throws {
    let (text, path, value, expected) = Self.cases[index]
    let file = try YAML.setting(path, to: value, in: SourceFile(text))
    #expect(String(decoding: file.bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: cases.indices)
  func `what is set already changes nothing`(index: Int) throws {
    let (_, path, value, expected) = Self.cases[index]
    let file = try YAML.setting(path, to: value, in: SourceFile(expected))
    #expect(String(decoding: file.bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("a: 1\nb: 2 # c\nd: 3\n", ["b"], "a: 1\nd: 3\n"), ("a: {b: 1, c: 2}\n", ["a", "b"], "a: {c: 2}\n"),
    ("a: {b: 1, c: 2}\n", ["a", "c"], "a: {b: 1}\n"), ("a: 1\nb:\n  c: 2\n  d: 3", ["b"], "a: 1"),
    ("a: 1\n", ["b"], "a: 1\n"),
  ])
  func `a key is taken away with its value`(text: String, path: [String], expected: String) throws {
    let file = try YAML.removing(path, in: SourceFile(text))
    #expect(String(decoding: file.bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: [
    (
      "a: &x {b: 1}\nc: *x\n", ["c", "b"],
      "`c` is shared by an alias and cannot be changed in place: edit the file by hand"
    ),
    (
      "a: &x {b: 1}\nc: *x\n", ["a", "b"], "`a: b` cannot be written without changing more of the file: edit it by hand"
    ),
    ("a: [1]\n", ["a", "b"], "`a` is not a mapping"), ("a: {b: 1}\n", ["a"], "`a` is not a single value"),
    ("a: [1\n", ["a"], "the file has faults"), ("- 1\n", ["a"], "the file is not a mapping"),
  ])
  func `what cannot be written in place is said`(text: String, path: [String], message: String) throws {
    let error = #expect(throws: KeyPathEditError.self) {
      _ = try YAML.setting(path, to: .scalar("2"), in: SourceFile(text))
    }
    #expect(error?.description == message)
  }

  @Test func `a long list goes on under its first item`() throws {
    let names = (1...30).map { "run-\($0)" }
    let file = try YAML.setting(["a", "b"], to: .list(names), in: SourceFile("a: {b: [x]}\n"))
    let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= 102 })
    #expect(lines[1].hasPrefix("        run-"))
  }

  /// Every mapping of a file that is reached without an alias, by its keys.
  private static func mappings(of node: YAMLNode, _ path: [String] = []) -> [(path: [String], mapping: YAMLMapping)] {
    guard case .mapping(let mapping) = node, mapping.site == mapping.range else { return [] }
    return [(path, mapping)] + mapping.entries.flatMap { mappings(of: $0.value, path + [$0.key.text]) }
  }

  /// Those of the mappings that are tried: all of an awkward file, and some of a long one, spread over it.
  private static func tried(_ file: Corpus.File, _ root: YAMLNode) -> [(path: [String], mapping: YAMLMapping)] {
    let all = mappings(of: root)
    guard file.name.hasSuffix(".yaml"), all.count > 12 else { return all }
    return (0..<12).map { all[$0 * all.count / 12] }
  }

  /// What a file says, with the texts at some keys left out.
  private static func outline(_ node: YAMLNode, without path: [String]) -> String {
    guard let key = path.first, case .mapping(let mapping) = node else { return path.isEmpty ? "" : node.outline }
    return "{"
      + mapping.entries.compactMap { entry -> String? in
        guard entry.key.text == key else { return "\(YAMLNode.scalar(entry.key).outline): \(entry.value.outline)" }
        let rest = outline(entry.value, without: Array(path.dropFirst()))
        return rest.isEmpty ? nil : "\(YAMLNode.scalar(entry.key).outline): \(rest)"
      }.joined(separator: ", ") + "}"
  }

  /// The old bytes are the new ones with something put in or exchanged at one place.
  private static func isOnePlace(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    let prefix = zip(old, new).prefix { $0 == $1 }.count
    let suffix = zip(old.dropFirst(prefix).reversed(), new.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    return prefix + suffix == old.count
  }

  /// Every YAML file of the project, the tests' own too.
  private static let projectFiles: [Corpus.File] = {
    let root = String(#filePath.dropLast("Tests/OnsetYAMLTests/KeyPathEditTests.swift".count))
    let names =
      ["onset.yaml"]
      + ["rules", "profiles", "runs", "formats", "docs", "Tests"].flatMap { folder in
        (FileManager.default.subpaths(atPath: root + folder) ?? []).map { "\(folder)/\($0)" }
      }
    return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
      FileManager.default.contents(atPath: root + name).map { Corpus.File(name: name, bytes: Array($0)) }
    }.filter { YAML.load($0.source).root != nil && !YAML.load($0.source).diagnostics.containsErrors }
  }()

  @Test func `the project has files to try`() { #expect(Self.projectFiles.count > 40) }

  @Test(arguments: Corpus.files + projectFiles)
  func `keys are added to every mapping of an awkward file, and nothing else changes`(file: Corpus.File) throws {
    let root = try file.source.root()
    let values = [NewValue.scalar("0.5"), .scalar("a: b # c"), .list(["x", "- y"]), Self.baseline]
    for (number, (path, _)) in Self.tried(file, root).enumerated() {
      // All of them for the awkward files; of the project's, which have many mappings, one for each.
      for value in file.name.hasSuffix(".yaml") ? [values[number % values.count]] : values {
        let whole = path + ["new key"]
        let edited: SourceFile
        do {
          edited = try YAML.setting(whole, to: value, in: file.source)
        } catch {
          // A mapping that is used elsewhere by an alias.
          #expect(file.name.hasPrefix("anchors"), "\(path): \(error)")
          continue
        }
        #expect(Self.isOnePlace(file.bytes, edited.bytes), "\(path)")
        let new = try edited.root()
        let node = try #require(whole.reduce(Optional(new)) { $0?.mapping?[$1] })
        #expect(value.isValue(of: node))
        #expect(Self.outline(new, without: whole) == root.outline)
        // And away again: then the file says what it said.
        let removed = try YAML.removing(whole, in: edited)
        #expect(try removed.root().outline == root.outline, "\(path)")
      }
    }
  }

  @Test(arguments: Corpus.files + projectFiles)
  func `every value of an awkward file is set by its keys, and nothing else changes`(file: Corpus.File) throws {
    let root = try file.source.root()
    for (path, mapping) in Self.tried(file, root) {
      for entry in mapping.entries {
        guard case .scalar(let scalar) = entry.value else { continue }
        let whole = path + [entry.key.text]
        let edited: SourceFile
        do {
          edited = try YAML.setting(whole, to: .scalar("0.25"), in: file.source)
        } catch {
          #expect(file.name.hasPrefix("anchors") || scalar.range.isEmpty, "\(whole): \(error)")
          continue
        }
        let new = try edited.root()
        #expect(whole.reduce(Optional(new)) { $0?.mapping?[$1] }?.scalar?.text == "0.25")
        #expect(Self.outline(new, without: whole) == Self.outline(root, without: whole))
        #expect(edited.bytes.starts(with: file.bytes[..<scalar.range.lower]))
        #expect(edited.bytes.reversed().starts(with: file.bytes[scalar.range.upper...].reversed()))
      }
    }
  }
}
