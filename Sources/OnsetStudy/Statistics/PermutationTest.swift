/// Whether a difference between two variants on the same runs is more than the luck of the draw.
package enum PermutationTest {
  /// The two-sided p-value of paired differences: the share of all ways to swap the two variants run by run of which
  /// the mean difference is at least as far from 0 as the one seen. All `2^n` ways for up to ``exactLimit`` runs that
  /// differ, else ``draws`` of them drawn with a fixed seed, the seen one counted in (Phipson and Smyth, Statistical
  /// Applications in Genetics and Molecular Biology 9, 2010). 1 where nothing differs.
  package static func paired(_ differences: [Double]) -> Double {
    let changed = differences.filter { $0 != 0 }
    guard !changed.isEmpty else { return 1 }
    let seen = abs(changed.reduce(0, +))
    // Sums of the same numbers in another order differ in their last bits, and are equal all the same.
    let bound = seen - 1e-12 * changed.reduce(0) { $0 + abs($1) }
    return changed.count <= exactLimit ? exact(changed, bound) : drawn(changed, bound)
  }

  package static let exactLimit = 20
  package static let draws = 100_000

  /// The same for a difference that is no sum over the runs, such as that of two F1: `difference` is asked for it with
  /// some of the runs swapped. A difference that is not known counts as extreme. All ways for up to ``askedExactLimit``
  /// runs that differ, else ``askedDraws`` of them.
  ///
  /// - Parameter count: How many runs differ.
  package static func paired(swapping count: Int, difference: (_ isSwapped: [Bool]) -> Double?) -> Double {
    var isSwapped = Array(repeating: false, count: count)
    guard count > 0, let seen = difference(isSwapped).map(abs), seen > 0 else { return 1 }
    let bound = seen - 1e-12 * seen
    func isExtreme() -> Bool { difference(isSwapped).map { abs($0) >= bound } ?? true }
    guard count > askedExactLimit else {
      let total = 1 << count
      var extreme = 0
      for way in 0..<total {
        for index in 0..<count { isSwapped[index] = way >> index & 1 == 1 }
        if isExtreme() { extreme += 1 }
      }
      return Double(extreme) / Double(total)
    }
    var generator = SplitMix64(seed: seed)
    var extreme = 1
    for _ in 0..<askedDraws {
      var bits: UInt64 = 0
      for index in 0..<count {
        if index % 64 == 0 { bits = generator.next() }
        isSwapped[index] = bits & 1 == 1
        bits >>= 1
      }
      if isExtreme() { extreme += 1 }
    }
    return Double(extreme) / Double(askedDraws + 1)
  }

  package static let askedExactLimit = 13
  package static let askedDraws = 10_000
  private static let seed: UInt64 = 0x6F6E_7365_7400

  /// By Gray code: each way differs from the one before in one run.
  private static func exact(_ values: [Double], _ bound: Double) -> Double {
    var signs = Array(repeating: 1.0, count: values.count)
    var sum = values.reduce(0, +)
    let total = 1 << values.count
    var extreme = 0
    for way in 1...total {
      if abs(sum) >= bound { extreme += 1 }
      guard way < total else { break }
      let flipped = way.trailingZeroBitCount
      signs[flipped] = -signs[flipped]
      sum += 2 * signs[flipped] * values[flipped]
    }
    return Double(extreme) / Double(total)
  }

  private static func drawn(_ values: [Double], _ bound: Double) -> Double {
    var generator = SplitMix64(seed: seed)
    var extreme = 1
    for _ in 0..<draws {
      var sum = 0.0
      var bits: UInt64 = 0
      for (index, value) in values.enumerated() {
        if index % 64 == 0 { bits = generator.next() }
        sum += bits & 1 == 0 ? value : -value
        bits >>= 1
      }
      if abs(sum) >= bound { extreme += 1 }
    }
    return Double(extreme) / Double(draws + 1)
  }
}
