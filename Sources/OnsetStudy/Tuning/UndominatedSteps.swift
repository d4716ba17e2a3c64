/// The rows at which a rule may first fire as two parameters decide it, and from which values on it does.
///
/// A rule has fired by a row where both parameters are above a corner of that row or of an earlier one. A corner that has
/// both values at or above those of an earlier one changes nothing; the others, in the order of rows, are all there is to
/// know.
struct UndominatedSteps: Sendable {
  /// In the order of rows. The rule has fired where `x` and `y` are above those of the corner.
  private(set) var corners: [Corner] = []
  /// What lies under the corners so far, as their outermost ones: `x` ascending, `y` descending.
  private var staircase: [Point] = []
  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>

  struct Corner: Hashable, Sendable {
    var x: Double
    var y: Double
    var row: Int32
  }

  /// Where a region begins: it is everything with larger `x` and larger `y`.
  struct Point: Hashable, Sendable {
    var x: Double
    var y: Double
  }

  /// - Parameters:
  ///   - x: The range of the first parameter, in the direction in which conditions become true.
  ///   - y: That of the second one.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.x = x
    self.y = y
  }

  /// Whether the rule has fired before for all values in the ranges: nothing more is to be found.
  var isComplete: Bool { staircase.first.map { $0.x <= x.lowerBound && $0.y <= y.lowerBound } ?? false }

  /// Whether a rule has fired before wherever it would from here on.
  func isDominated(_ point: Point) -> Bool {
    // Of those whose x is not larger the last has the smallest y.
    let place = place(of: point.x)
    return place > 0 && staircase[place - 1].y <= point.y
  }

  /// The number of corners of the staircase whose `x` is at or under a value.
  private func place(of x: Double) -> Int {
    var lower = 0
    var upper = staircase.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if staircase[middle].x <= x { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// Takes in where the rule fires at a row; rows come in their order.
  mutating func add(_ point: Point, row: Int32) {
    guard point.x < x.upperBound, point.y < y.upperBound else { return }
    let point = Point(x: max(point.x, x.lowerBound), y: max(point.y, y.lowerBound))
    guard !isDominated(point) else { return }
    corners.append(Corner(x: point.x, y: point.y, row: row))
    var first = place(of: point.x)
    while first > 0, staircase[first - 1].x == point.x { first -= 1 }
    var end = first
    while end < staircase.count, staircase[end].y >= point.y { end += 1 }
    staircase.replaceSubrange(first..<end, with: [point])
  }

  /// The row at which the rule first fires, -1 where it does not: for each value of the first parameter a function of the
  /// second one.
  ///
  /// - Parameter signs: -1 for a parameter with which conditions become false.
  func rows(signs: (x: Double, y: Double)) -> Staircase<Staircase<Int32>> {
    let breaks = Set(corners.map(\.x)).sorted()
    var result = Staircase<Staircase<Int32>>(values: [])
    if breaks.first != x.lowerBound { result.values.append(Staircase(values: [-1])) }
    for place in breaks {
      if !result.values.isEmpty { result.breaks.append(place) }
      result.values.append(rows(above: place, sign: signs.y))
    }
    return signs.x > 0 ? result : result.reflected
  }

  private func rows(above place: Double, sign: Double) -> Staircase<Int32> {
    var records: [(place: Double, value: Int32)] = []
    for corner in corners where corner.x <= place {
      if records.last.map({ corner.y < $0.place }) ?? true { records.append((corner.y, corner.row)) }
    }
    let result = Staircase(records: records, else: -1, from: y.lowerBound)
    return sign > 0 ? result : result.reflected
  }
}
