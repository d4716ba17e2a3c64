import OnsetEngine
import OnsetLanguage
import OnsetRules

/// For each tick of a condition that two parameters decide, from which values of them on it is true.
///
/// Each comparison is true from a value of its own parameter on. `and` is what both sides' regions have in common, `or`
/// is both together, so that the values for which a condition is true are everything beyond a few corners; for a plain
/// `and` it is one corner.
struct PairedTicks: Sendable {
  /// -1 for a parameter with which conditions become false.
  let signs: (x: Double, y: Double)
  private var ticks: [Tick] = []

  /// What is asked for a hold that goes over a tick.
  private struct Tick: Sendable {
    var row: Int32
    /// The values for which the condition is not false, so that the tick does not end a hold.
    var region: Region
    /// Those of them for which it is true, so that it is one of the hold's ticks; for the others it is unknown.
    var truth: Truth
  }

  private enum Truth: Sendable {
    case all
    case none
    case some(UpperSet)
  }

  private enum Region: Sendable {
    case corner(UndominatedSteps.Point)
    case corners(UpperSet)

    var set: UpperSet {
      switch self {
      case .corner(let point): UpperSet([point])
      case .corners(let set): set
      }
    }
  }

  /// - Parameter registers: The values of the plan's registers, on the clock of the rule.
  /// - Returns: Nil where the condition rises with a parameter at some ticks and falls at others.
  init?(_ rule: SweptPlanBuilder.PairedRule, _ registers: RegisterValues) {
    let rows = registers.rows(rule.clock)
    var leaves: [Leaf] = []
    guard let tree = Self.tree(rule.when, isNegated: false, count: rows.count, registers, &leaves) else { return nil }
    func sign(isFirst: Bool) -> Double? {
      let signs = Set(leaves.filter { $0.isFirst == isFirst && !$0.isFree }.map(\.sign))
      return signs.count > 1 ? nil : signs.first ?? 1
    }
    guard let first = sign(isFirst: true), let second = sign(isFirst: false) else { return nil }
    signs = (first, second)
    let ticks = tree.isConjunction ? Self.conjunction(leaves, rows) : Self.regions(tree, leaves, rows)
    // Before the first tick that can be true no hold has begun.
    self.ticks = Array(ticks.drop { if case .none = $0.truth { true } else { false } })
  }

  // MARK: The condition

  /// A part that one parameter decides.
  private struct Leaf {
    var isFirst: Bool
    var isFree: Bool
    var sign: Double
    var notFalse: [Double]
    var isTrue: [Double]
  }

  private indirect enum Tree {
    case leaf(Int)
    case all([Tree])
    case any([Tree])

    /// Whether all of its leaves have to be true.
    var isConjunction: Bool {
      switch self {
      case .leaf: true
      case .all(let parts): parts.allSatisfy(\.isConjunction)
      case .any: false
      }
    }
  }

  /// The condition without `not`, which goes down to the leaves.
  private static func tree(
    _ condition: PairedCondition<PlanBuilder.CriticalCondition>, isNegated: Bool, count: Int,
    _ registers: RegisterValues, _ leaves: inout [Leaf]
  ) -> Tree? {
    func leaf(_ part: PlanBuilder.CriticalCondition, isFirst: Bool) -> Tree? {
      guard let ticks = CriticalTicks(isNegated ? .not(part) : part, count: count, registers) else { return nil }
      leaves.append(
        Leaf(
          isFirst: isFirst, isFree: ticks.isFree, sign: ticks.sign, notFalse: ticks.notFalse, isTrue: ticks.isTrue))
      return .leaf(leaves.count - 1)
    }
    switch condition {
    case .first(let part): return leaf(part, isFirst: true)
    case .second(let part): return leaf(part, isFirst: false)
    case .not(let operand): return tree(operand, isNegated: !isNegated, count: count, registers, &leaves)
    case .logical(let logical, let operands):
      var parts: [Tree] = []
      for operand in operands {
        guard let part = tree(operand, isNegated: isNegated, count: count, registers, &leaves) else { return nil }
        parts.append(part)
      }
      return (logical == .and) != isNegated ? .all(parts) : .any(parts)
    }
  }

  // MARK: Regions

  /// The ticks of a condition all of whose leaves have to be true.
  private static func conjunction(_ leaves: [Leaf], _ rows: [Int32]) -> [Tick] {
    var ticks: [Tick] = []
    ticks.reserveCapacity(rows.count)
    for (tick, row) in rows.enumerated() {
      var notFalse = UndominatedSteps.Point(x: -.infinity, y: -.infinity)
      var isTrue = notFalse
      for leaf in leaves {
        if leaf.isFirst {
          notFalse.x = max(notFalse.x, leaf.notFalse[tick])
          isTrue.x = max(isTrue.x, leaf.isTrue[tick])
        } else {
          notFalse.y = max(notFalse.y, leaf.notFalse[tick])
          isTrue.y = max(isTrue.y, leaf.isTrue[tick])
        }
      }
      if isTrue == notFalse || max(notFalse.x, notFalse.y) == .infinity {
        ticks.append(Tick(row: row, region: .corner(notFalse), truth: .all))
      } else if max(isTrue.x, isTrue.y) == .infinity {
        ticks.append(Tick(row: row, region: .corner(notFalse), truth: .none))
      } else {
        ticks.append(Tick(row: row, region: .corner(notFalse), truth: .some(UpperSet([isTrue]))))
      }
    }
    return ticks
  }

  private static func regions(_ tree: Tree, _ leaves: [Leaf], _ rows: [Int32]) -> [Tick] {
    func region(_ tree: Tree, _ tick: Int, _ values: (Leaf) -> [Double]) -> UpperSet {
      switch tree {
      case .leaf(let index):
        let leaf = leaves[index]
        let value = values(leaf)[tick]
        return UpperSet([leaf.isFirst ? .init(x: value, y: -.infinity) : .init(x: -.infinity, y: value)])
      case .all(let parts): return parts.reduce(.all) { $0.intersection(region($1, tick, values)) }
      case .any(let parts): return parts.reduce(UpperSet([])) { $0.union(region($1, tick, values)) }
      }
    }
    return rows.enumerated().map { tick, row in
      let notFalse = region(tree, tick, \.notFalse)
      let isTrue = region(tree, tick, \.isTrue)
      return Tick(
        row: row, region: .corners(notFalse),
        truth: isTrue == notFalse ? .all : isTrue.isEmpty ? .none : .some(isTrue))
    }
  }

  // MARK: Holds

  /// When the rule first fires.
  ///
  /// A hold goes back from its last tick to the latest one that is long enough ago: one that has begun before asks for
  /// more.
  ///
  /// - Parameters:
  ///   - x: The range of the first parameter, `y` that of the second one.
  /// - Returns: Nil where the parameters decide of a tick in a hold whether it is one of the ticks that are counted.
  func rows(
    hold: SpanLength?, x: ClosedRange<Double>, y: ClosedRange<Double>, steps: [Int64], epochs: [Double]
  ) -> Staircase<Staircase<Int32>>? {
    let isHeld = hold.map { $0.unit != .samples || $0.wholeCount > 1 } ?? false
    var found = UndominatedSteps(x: signs.x > 0 ? x : x.reflected, y: signs.y > 0 ? y : y.reflected)
    let length = HoldLength(hold, steps: steps, epochs: epochs)
    var counted: [Int] = []
    // The latest place in `counted` at which a hold can have begun.
    var start = -1
    var largest = (x: SlidingMaximum(), y: SlidingMaximum())
    for (index, tick) in ticks.enumerated() {
      if case .corner(let point) = tick.region {
        largest.x.append(point.x, at: index)
        largest.y.append(point.y, at: index)
      }
      switch tick.truth {
      case .none: continue
      case .all: counted.append(index)
      case .some(let isTrue):
        if isHeld { return nil }
        for corner in isTrue.corners { found.add(corner, row: tick.row) }
        continue
      }
      while start + 1 < counted.count,
        length.isReached(
          from: ticks[counted[start + 1]].row, to: tick.row, count: counted.count - start - 1)
      {
        start += 1
      }
      guard start >= 0 else { continue }
      let first = counted[start]
      if case .corner = tick.region {
        found.add(.init(x: largest.x.since(first), y: largest.y.since(first)), row: tick.row)
      } else {
        var common = tick.region.set
        for other in (first..<index).reversed() where !common.isEmpty {
          common = common.intersection(ticks[other].region.set)
        }
        for corner in common.corners { found.add(corner, row: tick.row) }
      }
      if found.isComplete { break }
    }
    return found.rows(signs: signs)
  }
}

/// How long a condition has to hold, on the rows of one run.
private struct HoldLength {
  let hold: SpanLength?
  let steps: [Int64]
  let epochs: [Double]

  init(_ hold: SpanLength?, steps: [Int64], epochs: [Double]) {
    self.hold = hold
    self.steps = steps
    self.epochs = epochs
  }

  /// - Parameter count: The number of ticks, with both ends.
  func isReached(from first: Int32, to last: Int32, count: Int) -> Bool {
    guard let hold else { return true }
    switch hold.unit {
    case .samples: return count >= hold.wholeCount
    case .steps: return steps[Int(last)].subtractingSaturated(steps[Int(first)]) >= Int64(hold.wholeCount) - 1
    case .epochs: return EpochDistance.reaches(epochs[Int(last)] - epochs[Int(first)], hold.count)
    }
  }
}

/// The largest of the latest numbers, as the place from which on they are asked for moves on.
private struct SlidingMaximum {
  /// Those that nothing later is larger than: falling.
  private var values: [(index: Int, value: Double)] = []
  private var start = 0

  mutating func append(_ value: Double, at index: Int) {
    while values.count > start, let last = values.last, last.value <= value { values.removeLast() }
    values.append((index, value))
  }

  mutating func since(_ index: Int) -> Double {
    while values[start].index < index { start += 1 }
    return values[start].value
  }
}

extension ClosedRange<Double> {
  /// The range of the negative numbers.
  var reflected: ClosedRange { -upperBound ... -lowerBound }
}
