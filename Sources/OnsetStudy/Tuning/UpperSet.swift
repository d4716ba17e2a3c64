/// A part of the plane in which with every point lies everything to the right of it and above it, by its corners.
struct UpperSet: Hashable, Sendable {
  /// The corners, `x` ascending and `y` descending; the set is what is larger in both than one of them.
  let corners: [UndominatedSteps.Point]

  static let all = UpperSet([.init(x: -.infinity, y: -.infinity)])

  /// What is larger in both than one of the points.
  init(_ points: [UndominatedSteps.Point]) {
    var kept: [UndominatedSteps.Point] = []
    for point in points.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) where point.x < .infinity {
      if point.y < kept.last?.y ?? .infinity { kept.append(point) }
    }
    corners = kept
  }

  var isEmpty: Bool { corners.isEmpty }

  func union(_ other: UpperSet) -> UpperSet { UpperSet(corners + other.corners) }

  func intersection(_ other: UpperSet) -> UpperSet {
    UpperSet(
      corners.flatMap { own in
        other.corners.map { .init(x: max(own.x, $0.x), y: max(own.y, $0.y)) }
      })
  }
}
