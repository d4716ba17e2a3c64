/// What an edit has to do to a tree: the value at the end of some keys is another, or gone, and nothing else changes.
struct TreeChange {
  var path: [String]
  /// Nil for a key that is taken away.
  var value: NewValue?

  /// Whether a new tree is the old one with the change made. Texts are compared by their bytes: Swift takes some that
  /// differ in bytes for equal.
  func isWhatHappened(_ old: YAMLNode?, _ new: YAMLNode) -> Bool { matches(old, new, path[...]) }

  private func matches(_ old: YAMLNode?, _ new: YAMLNode, _ path: ArraySlice<String>) -> Bool {
    guard let key = path.first else { return value?.isValue(of: new) ?? false }
    let rest = path.dropFirst()
    // A key without a value gets a mapping.
    guard let old, old.scalar?.isNull != true else { return value?.under(path).isValue(of: new) ?? false }
    guard case .mapping(let before) = old, case .mapping(let after) = new, before.tag == after.tag else { return false }
    let others = { (mapping: YAMLMapping) in mapping.entries.filter { !$0.key.text.isSpelt(as: key) } }
    guard others(before).count == others(after).count,
      zip(others(before), others(after)).allSatisfy({
        Self.areSame(.scalar($0.key), .scalar($1.key)) && Self.areSame($0.value, $1.value)
      })
    else { return false }
    let (own, other) = (before.position(of: key), after.position(of: key))
    guard let other else { return own != nil && value == nil && rest.isEmpty }
    guard let own else { return value?.under(rest).isValue(of: after.entries[other].value) ?? false }
    // A key that stays, stays where it was.
    return own == other && Self.areSame(.scalar(before.entries[own].key), .scalar(after.entries[other].key))
      && matches(before.entries[own].value, after.entries[other].value, rest)
  }

  /// Whether two trees are equal but for their places.
  static func areSame(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    switch (left, right) {
    case (.scalar(let left), .scalar(let right)):
      left.text.utf8.elementsEqual(right.text.utf8) && left.tag == right.tag && left.style == right.style
    case (.sequence(let left), .sequence(let right)):
      left.items.count == right.items.count && left.tag == right.tag
        && zip(left.items, right.items).allSatisfy { areSame($0, $1) }
    case (.mapping(let left), .mapping(let right)):
      left.entries.count == right.entries.count && left.tag == right.tag
        && zip(left.entries, right.entries).allSatisfy {
          areSame(.scalar($0.key), .scalar($1.key)) && areSame($0.value, $1.value)
        }
    default: false
    }
  }
}
