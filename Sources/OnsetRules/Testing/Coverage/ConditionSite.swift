import OnsetLanguage
package import OnsetText
import OnsetYAML

/// A place in a rule set at which something is asked that is true, false or unknown: a comparison, or a function such
/// as `is_finite`. What joins them, `and`, `or`, `not` and names of `let`s, is none.
package struct ConditionSite: Sendable {
  /// In the file.
  package var place: ByteRange
  let term: Term
  /// The whole condition, or the `let`, that it stands in.
  let condition: Term

  /// The sites of one rule, those of the `let`s that it uses included.
  static func sites(of rule: CheckedRule, in set: CheckedRuleSet) -> [ConditionSite] {
    let declaration = set.file.rules[rule.index]
    var walk = ConditionWalk(set: set)
    walk.add(rule.when, in: declaration.when)
    if let confirm = rule.confirm, let scalar = declaration.confirm?.that { walk.add(confirm.that, in: scalar) }
    if let clear = rule.clear, let scalar = declaration.clear { walk.add(clear, in: scalar) }
    return walk.sites
  }

  /// The sites of a rule set, each once, in the order of the file.
  package static func places(in set: CheckedRuleSet) -> [ByteRange] {
    Set(set.rules.flatMap { sites(of: $0, in: set).map(\.place) }).sorted {
      ($0.lower, $0.upper) < ($1.lower, $1.upper)
    }
  }
}

/// A walk through the conditions of a rule.
private struct ConditionWalk {
  let set: CheckedRuleSet
  var sites: [ConditionSite] = []
  private var visited: Set<Int> = []

  init(set: CheckedRuleSet) { self.set = set }

  mutating func add(_ condition: Term, in scalar: YAMLScalar) {
    visit(condition, condition, scalar)
  }

  private mutating func visit(_ term: Term, _ condition: Term, _ scalar: YAMLScalar) {
    switch term.kind {
    case .comparison, .elapsedComparison, .isNaN, .isFinite, .crosses:
      sites.append(
        ConditionSite(place: scalar.fileRange(of: term.range), term: term, condition: condition))
    case .binding(let id):
      if visited.insert(id.index).inserted, let definition = set.letTerms[id.index] {
        visit(definition, definition, set.file.lets[id.index].expression)
      }
      return
    default: break
    }
    for operand in term.operands { visit(operand, condition, scalar) }
  }
}
