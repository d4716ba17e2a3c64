package import OnsetText
import OnsetYAML

/// Other values for parameters of a rule set, written into the file that holds them; every other byte of it stays.
package enum ParameterEdit {
  /// Where a value is written.
  package enum Place: Hashable, Sendable {
    /// In the rule set itself.
    case ruleSet
    /// In a profile, for the rule set of a name.
    case profile(ruleSet: String)
  }

  /// Why a value could not be written, in one sentence without a full stop.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// The file with other values.
  ///
  /// - Parameter values: By the names of the parameters, as they are to be read back.
  package static func setting(
    _ values: [(name: String, text: String)], at place: Place, in source: SourceFile
  ) throws(Failure) -> [UInt8] {
    let (root, findings) = YAML.load(source)
    guard let root, !findings.containsErrors else { throw Failure(description: "the file cannot be read any more") }
    var edits: [TextEdit] = []
    for (name, text) in values {
      let scalar = try scalar(of: name, at: place, in: root)
      guard scalar.text != text else { continue }
      do throws(ScalarEditError) {
        edits.append(try YAML.replacing(scalar, with: text, in: source))
      } catch {
        throw Failure(description: "`\(name)`: \(error.description)")
      }
    }
    return source.applying(edits)
  }

  private static func scalar(of name: String, at place: Place, in root: YAMLNode) throws(Failure) -> YAMLScalar {
    let path: [String] =
      switch place {
      case .ruleSet: ["parameters", name]
      case .profile(let ruleSet): ["parameters", ruleSet, name]
      }
    var node = root
    for key in path {
      guard let next = node.mapping?[key] else {
        throw Failure(description: "the file has no value for `\(name)` any more")
      }
      guard next.site == next.range else { throw shared(name) }
      node = next
    }
    if let value = node.mapping?["value"] { node = value }
    guard let scalar = node.scalar else {
      throw Failure(description: "the value of `\(name)` is no scalar any more")
    }
    // An alias of it, or of what holds it, would change with it.
    guard scalar.site == scalar.range, count(of: scalar.range, in: root) == 1 else { throw shared(name) }
    return scalar
  }

  private static func shared(_ name: String) -> Failure {
    Failure(description: "the value of `\(name)` is shared by an alias, and other places would change with it")
  }

  private static func count(of range: ByteRange, in node: YAMLNode) -> Int {
    switch node {
    case .scalar(let scalar): scalar.range == range ? 1 : 0
    case .sequence(let list): list.items.reduce(0) { $0 + count(of: range, in: $1) }
    case .mapping(let mapping): mapping.entries.reduce(0) { $0 + count(of: range, in: $1.value) }
    }
  }
}
