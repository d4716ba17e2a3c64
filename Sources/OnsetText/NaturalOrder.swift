/// The order in which people count: `s2` before `s10`.
package enum NaturalOrder {
  /// Whether one name comes before another: runs of digits compare as numbers, all else byte by byte; names
  /// that only differ in leading zeros compare by their bytes.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    let first = Array(left.utf8)
    let second = Array(right.utf8)
    var i = 0
    var j = 0
    while i < first.count, j < second.count {
      if isDigit(first[i]), isDigit(second[j]) {
        let one = number(first, &i)
        let other = number(second, &j)
        if one.count != other.count { return one.count < other.count }
        if one != other { return one.lexicographicallyPrecedes(other) }
      } else {
        if first[i] != second[j] { return first[i] < second[j] }
        i += 1
        j += 1
      }
    }
    let leftEnds = i == first.count
    let rightEnds = j == second.count
    if leftEnds != rightEnds { return leftEnds }
    return first.lexicographicallyPrecedes(second)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// The digits from `index` on without leading zeros; `index` moves past them.
  private static func number(_ bytes: [UInt8], _ index: inout Int) -> ArraySlice<UInt8> {
    while index < bytes.count, bytes[index] == UInt8(ascii: "0") { index += 1 }
    let start = index
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    return bytes[start..<index]
  }
}
