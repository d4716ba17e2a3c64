/// Names that lead from one to the next, in words.
package enum NameChain {
  /// The most names that are shown; of a longer chain, its beginning and its end.
  private static let shownCount = 8

  /// "`a` → `b` → `a`"; of a long chain, how many are left out.
  package static func text(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    guard names.count > shownCount else { return quoted.joined(separator: " → ") }
    let leftOut = "(\(names.count - shownCount) more)"
    return (quoted.prefix(shownCount - 2) + [leftOut] + quoted.suffix(2)).joined(separator: " → ")
  }
}
