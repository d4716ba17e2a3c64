/// What was met on a walk. Most walks meet little, which is searched for less than hashing costs; those that meet a lot
/// hash it.
struct SeenSet<Element: Hashable> {
  private var few: [Element] = []
  private var many: Set<Element> = []

  private static var searchedCount: Int { 8 }

  /// Adds an element; false where it was met before.
  mutating func insert(_ element: Element) -> Bool {
    if few.contains(element) { return false }
    if few.count < Self.searchedCount {
      few.append(element)
      return true
    }
    return many.insert(element).inserted
  }
}
