/// A function of one number that is constant between its breaks.
package struct Staircase<Value: Sendable & Hashable>: Sendable, Hashable {
  /// Ascending, inside of the range that the function is of.
  package var breaks: [Double]
  /// One more than breaks: before the first, between each two, behind the last.
  package var values: [Value]

  package init(breaks: [Double] = [], values: [Value]) {
    self.breaks = breaks
    self.values = values
  }

  /// The value at a place; at a break that of the piece behind it.
  package func callAsFunction(_ place: Double) -> Value {
    var lower = 0
    var upper = breaks.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if breaks[middle] <= place { lower = middle + 1 } else { upper = middle }
    }
    return values[lower]
  }

  /// The function of the values, neighbours that have become equal joined.
  package func map<Other>(_ transform: (Value) -> Other) -> Staircase<Other> {
    var result = Staircase<Other>(values: [transform(values[0])])
    for (index, place) in breaks.enumerated() {
      let value = transform(values[index + 1])
      if value != result.values[result.values.count - 1] {
        result.breaks.append(place)
        result.values.append(value)
      }
    }
    return result
  }

  /// The function that is a record's value above its place, up to that of the record before it.
  ///
  /// - Parameters:
  ///   - records: With falling places.
  ///   - value: That above no record's place.
  ///   - lower: The lower end of the range that the function is of.
  init(records: [(place: Double, value: Value)], else value: Value, from lower: Double) {
    self.init(values: [value])
    var records = records
    if let last = records.last, last.place <= lower {
      values[0] = last.value
      records.removeLast()
    }
    for record in records.reversed() {
      breaks.append(record.place)
      values.append(record.value)
    }
  }

  /// The function of the negative number.
  var reflected: Staircase { Staircase(breaks: breaks.reversed().map { -$0 }, values: values.reversed()) }

  /// Both functions in one.
  package func zip<Other, Result>(
    _ other: Staircase<Other>, _ transform: (Value, Other) -> Result
  ) -> Staircase<Result> {
    var result = Staircase<Result>(values: [transform(values[0], other.values[0])])
    var (own, its) = (0, 0)
    while own < breaks.count || its < other.breaks.count {
      let place = min(
        own < breaks.count ? breaks[own] : .infinity, its < other.breaks.count ? other.breaks[its] : .infinity)
      if own < breaks.count, breaks[own] == place { own += 1 }
      if its < other.breaks.count, other.breaks[its] == place { its += 1 }
      let value = transform(values[own], other.values[its])
      if value != result.values[result.values.count - 1] {
        result.breaks.append(place)
        result.values.append(value)
      }
    }
    return result
  }
}
