/// How a choice of outcomes, one for each run, is to be judged.
struct ObjectiveValue: Hashable, Sendable {
  /// The weighted sum; nil where a figure has no value, such as the precision of a rule that never fires.
  var sum: Double?
  /// Whether all constraints hold.
  var isAllowed: Bool

  /// The sum, where it may be chosen.
  var allowed: Double? { isAllowed ? sum : nil }
}

extension TuningObjective {
  /// The value of outcomes that have been counted.
  ///
  /// - Parameter rows: For each figure, terms first, the rows of the tally that it is of.
  func value(of tally: OutcomeTally, _ rows: [[Int]]) -> ObjectiveValue {
    var sum: Double? = 0
    for (index, term) in terms.enumerated() {
      let figure = tally.figure(term.figure.metric, rows[index])
      if let partial = sum, let figure { sum = partial + term.weight * figure } else { sum = nil }
    }
    let isAllowed = constraints.enumerated().allSatisfy { index, constraint in
      tally.figure(constraint.figure.metric, rows[terms.count + index]).map {
        constraint.comparison.holds($0, constraint.bound)
      } ?? false
    }
    return ObjectiveValue(sum: sum, isAllowed: isAllowed)
  }

  /// The value of every figure, terms first.
  func figures(of tally: OutcomeTally, _ rows: [[Int]]) -> [Double?] {
    figures.enumerated().map { tally.figure($1.metric, rows[$0]) }
  }
}

extension OutcomeTally {
  /// A metric of some rows: the mean of them where it is a rate, the sum where it is a count. nil where it has no value.
  fileprivate func figure(_ metric: TuningMetric, _ rows: [Int]) -> Double? {
    func mean(_ value: (OutcomeTally.Transition) -> Double?) -> Double? {
      var sum = 0.0
      var count = 0
      for row in rows {
        if let value = value(transition(row)) {
          sum += value
          count += 1
        }
      }
      return count == 0 ? nil : sum / Double(count)
    }
    func total(_ value: (OutcomeTally.Transition) -> Int) -> Double {
      Double(rows.reduce(0) { $0 + value(transition($1)) })
    }
    func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    switch metric {
    case .fScore(let beta):
      return mean { row in
        let square = beta * beta
        let whole = square * Double(row.labelled) + Double(row.fired)
        return whole > 0 ? (1 + square) * Double(row.hits) / whole : nil
      }
    case .precision: return mean { ratio($0.hits, $0.fired) }
    case .recall: return mean { ratio($0.hits, $0.labelled) }
    case .hits: return total(\.hits)
    case .misses: return total(\.misses)
    case .falseAlarms: return total(\.falseAlarms)
    case .delay: return Self.median(delays(rows))
    case .delayFromEarliest: return Self.median(delaysFromEarliest(rows))
    case .worstDelay: return delays(rows).map { Double($0.magnitude) }.max()
    case .savings: return ratio(Int(stop(rows[0]).saved), Int(stop(rows[0]).steps))
    case .stepsSaved: return Double(stop(rows[0]).saved)
    case .secondsSaved: return Self.sum(stops(rows[0]) { $0.seconds })
    case .priceSaved: return Self.sum(stops(rows[0]) { $0.price })
    case .stops: return Double(stop(rows[0]).stops)
    case .falseStops: return Double(stop(rows[0]).falseStops)
    case .missedStops: return Double(stop(rows[0]).missedStops)
    case .meanRegret:
      let known = stops(rows[0]) { $0.regret }
      return known.isEmpty ? nil : SampleSummary.mean(known)
    case .worstRegret: return stops(rows[0]) { $0.regret }.max()
    }
  }

  private static func median(_ values: [Int64]) -> Double? {
    values.isEmpty ? nil : SampleSummary.median(values.map(Double.init))
  }

  private static func sum(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) }
}
