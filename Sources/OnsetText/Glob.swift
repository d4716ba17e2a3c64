/// A pattern for names: `*` stands for any characters, none included, `?` for one.
package struct Glob: Hashable, Sendable {
  package let pattern: String
  private let scalars: [Unicode.Scalar]

  package init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  /// Whether the whole name fits. O(pattern x name).
  package func matches(_ name: String) -> Bool {
    let name = Array(name.unicodeScalars)
    var patternIndex = 0
    var nameIndex = 0
    // Where to go back to: the latest star, and the first character it does not cover yet.
    var star: (pattern: Int, name: Int)?
    while nameIndex < name.count {
      if patternIndex < scalars.count, scalars[patternIndex] == "*" {
        star = (patternIndex, nameIndex)
        patternIndex += 1
      } else if patternIndex < scalars.count, scalars[patternIndex] == "?" || scalars[patternIndex] == name[nameIndex] {
        patternIndex += 1
        nameIndex += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        patternIndex = back.pattern + 1
        nameIndex = back.name + 1
      } else {
        return false
      }
    }
    while patternIndex < scalars.count, scalars[patternIndex] == "*" { patternIndex += 1 }
    return patternIndex == scalars.count
  }

  /// How many of its characters must be there as they are.
  package var literalCount: Int { scalars.count { $0 != "*" && $0 != "?" } }

  /// Whether it fits one name only.
  package var isLiteral: Bool { literalCount == scalars.count }
}
