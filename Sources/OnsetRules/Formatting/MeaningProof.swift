import OnsetEngine
import OnsetLanguage
import OnsetText
import OnsetYAML

/// Whether a file that was formatted says what it said before.
enum MeaningProof {
  /// Compares both files: the values and comments, in which only the spacing of expressions may differ; what is found
  /// wrong with them; and what a rule set compiles to.
  static func holds(
    _ old: SourceFile, _ new: SourceFile, places: [ExpressionPlaces.Place], kind: YAMLFileSearch.Kind
  ) -> Bool {
    guard let oldRoot = YAML.load(old).root, let newRoot = YAML.load(new).root else { return false }
    let kinds = Dictionary(places.map { ($0.scalar.range, $0.kind) }, uniquingKeysWith: { first, _ in first })
    let isSame = oldRoot.isSame(as: newRoot) { before, after in
      guard let kind = kinds[before.range] else { return before.text.utf8.elementsEqual(after.text.utf8) }
      return isSameText(before.text, after.text, kind)
    }
    return isSame && YAML.comments(of: old, root: oldRoot) == YAML.comments(of: new, root: newRoot)
      && compiled(old, kind) == compiled(new, kind)
  }

  /// Whether two texts are the same but for the spacing of the expressions in them.
  private static func isSameText(_ before: String, _ after: String, _ kind: ExpressionPlaces.Place.Kind) -> Bool {
    let old = kind.expressions(in: before)
    let new = kind.expressions(in: after)
    guard old.count == new.count else { return false }
    let isSameAround = around(old, before).elementsEqual(around(new, after)) { $0.utf8.elementsEqual($1.utf8) }
    return isSameAround
      && zip(old, new).allSatisfy { ExpressionFormat.areSameTokens(String(before[$0]), String(after[$1])) }
  }

  /// What stands before, between and after some parts of a text.
  private static func around(_ parts: [Range<String.Index>], _ text: String) -> [Substring] {
    let starts = [text.startIndex] + parts.map(\.upperBound)
    let ends = parts.map(\.lowerBound) + [text.endIndex]
    return zip(starts, ends).map { text[$0..<$1] }
  }

  /// What a rule set is found to be and compiles to, with neither places nor texts in it.
  private static func compiled(_ source: SourceFile, _ kind: YAMLFileSearch.Kind) -> [String] {
    guard kind == .ruleSet else { return [] }
    let (model, findings) = RuleSetFile.decode(source)
    guard let model else { return findings.map(\.code) }
    let (checked, faults) = RuleSetChecker.check(model, profile: nil)
    let program = RuleSetCompiler.compile(checked, profile: nil, for: .everything(for: checked)).program
    return (findings + faults).map(\.code) + [program.description]
  }
}
