import OnsetLanguage
import OnsetRules

/// The values that are tried together: every combination of the values along each axis.
struct TuningGrid: Sendable {
  /// For each parameter its values, in their order; of one that goes through its whole range a single one, which does
  /// not count.
  let axes: [[ParameterValue]]
  /// The axes of the parameters that go through their whole ranges.
  let swept: [Int]

  var count: Int {
    axes.reduce(1) { product, axis in
      let (result, overflow) = product.multipliedReportingOverflow(by: axis.count)
      return overflow ? .max : result
    }
  }

  /// A combination; the last axis moves first.
  subscript(index: Int) -> TuningCell {
    var rest = index
    var cell: TuningCell = axes.map { $0[0] }
    for axis in axes.indices.reversed() {
      cell[axis] = axes[axis][rest % axes[axis].count]
      rest /= axes[axis].count
    }
    return cell
  }

  /// The place of a combination along an axis, and by how much its index changes from one place to the next.
  func place(of index: Int, along axis: Int) -> (place: Int, stride: Int) {
    let stride = axes[(axis + 1)...].reduce(1) { $0 * $1.count }
    return (index / stride % axes[axis].count, stride)
  }
}

/// Values of the parameters that go through their whole ranges, at one combination of the others, over which nothing
/// changes.
struct TuningPiece: Hashable, Sendable {
  var cell: Int
  /// The ends along the outer parameter, and along the inner one; 0 and 0 where there is none.
  var outer: ClosedRange<Double>
  var inner: ClosedRange<Double>

  /// What two pieces share along the inner parameter.
  fileprivate func innerOverlap(_ other: TuningPiece) -> ClosedRange<Double>? {
    let lower = max(inner.lowerBound, other.inner.lowerBound)
    let upper = min(inner.upperBound, other.inner.upperBound)
    return lower < upper || inner.isPoint ? lower...upper : nil
  }

  fileprivate func overlaps(_ other: TuningPiece) -> Bool {
    innerOverlap(other) != nil
      && (outer.isPoint
        || max(outer.lowerBound, other.outer.lowerBound) < min(outer.upperBound, other.outer.upperBound))
  }
}

/// The pieces with the best value of the objective.
struct BestPieces: Sendable {
  private(set) var value: Double?
  private(set) var pieces: [TuningPiece] = []

  /// Takes in a piece; those of a cell come together, ascending along the outer parameter and then the inner one.
  mutating func offer(_ value: Double, _ piece: TuningPiece, isMinimized: Bool) {
    if let best = self.value, value != best {
      guard isMinimized ? value < best : value > best else { return }
      pieces.removeAll(keepingCapacity: true)
    }
    self.value = value
    if let last = pieces.last, last.cell == piece.cell, last.outer == piece.outer,
      piece.inner.lowerBound - last.inner.upperBound <= 1e-9 * (piece.inner.upperBound - last.inner.lowerBound)
    {
      pieces[pieces.count - 1].inner = last.inner.lowerBound...piece.inner.upperBound
    } else {
      pieces.append(piece)
    }
  }

  /// The piece from which all parameters may go furthest without a loss: of its lengths and the numbers of neighbours on
  /// both sides along each axis that are as good, the product is largest. Of several the one with the most values in
  /// force, then the first.
  ///
  /// - Parameter ranges: Those of the outer and the inner parameter.
  func roomiest(
    in grid: TuningGrid, outer: ClosedRange<Double>, inner: ClosedRange<Double>, inForce: TuningCell
  ) -> TuningPiece? {
    var byCell: [Int: [TuningPiece]] = [:]
    for piece in pieces { byCell[piece.cell, default: []].append(piece) }
    var best: (piece: TuningPiece, room: Double, kept: Int)?
    for cell in byCell.keys.sorted() {
      let own = byCell[cell] ?? []
      for piece in outer.isPoint ? own : own.indices.compactMap({ Self.widened(own, from: $0) }) {
        var room = piece.inner.share(of: inner) * piece.outer.share(of: outer)
        for axis in grid.axes.indices where !grid.swept.contains(axis) && grid.axes[axis].count > 1 {
          let (place, stride) = grid.place(of: piece.cell, along: axis)
          let limit = grid.axes[axis].count
          var reach = 0
          func isAsGood(_ other: Int) -> Bool {
            guard other >= 0, other < limit else { return false }
            return byCell[piece.cell + (other - place) * stride]?.contains { $0.overlaps(piece) } ?? false
          }
          while isAsGood(place - reach - 1), isAsGood(place + reach + 1) { reach += 1 }
          room *= Double(2 * reach + 1) / Double(limit)
        }
        let values = grid[piece.cell]
        let kept = values.indices.count { values[$0] == inForce[$0] }
        if best.map({ (room, kept) > ($0.room, $0.kept) }) ?? true { best = (piece, room, kept) }
      }
    }
    return best?.piece
  }

  /// The largest rectangle of pieces whose side of smaller outer values is at one of them.
  ///
  /// - Parameter pieces: Those of one cell. They touch along the outer parameter, and not along the inner one.
  private static func widened(_ pieces: [TuningPiece], from index: Int) -> TuningPiece? {
    var piece = pieces[index]
    var best = piece
    var next = index + 1
    while next < pieces.count {
      // The pieces that begin where this one ends; of those that go on with it the one with most in common.
      let place = piece.outer.upperBound
      while next < pieces.count, pieces[next].outer.lowerBound < place { next += 1 }
      var widest: (common: ClosedRange<Double>, outer: ClosedRange<Double>)?
      while next < pieces.count, pieces[next].outer.lowerBound == place {
        if let common = piece.innerOverlap(pieces[next]), common.length > widest?.common.length ?? 0 {
          widest = (common, pieces[next].outer)
        }
        next += 1
      }
      guard let widest else { break }
      piece.inner = widest.common
      piece.outer = piece.outer.lowerBound...widest.outer.upperBound
      if piece.outer.length * piece.inner.length > best.outer.length * best.inner.length { best = piece }
    }
    return best
  }
}

extension ClosedRange<Double> {
  fileprivate var length: Double { upperBound - lowerBound }
  fileprivate var isPoint: Bool { lowerBound == upperBound }

  /// How much of another range it is; all of a single point.
  fileprivate func share(of other: ClosedRange) -> Double { other.isPoint ? 1 : length / other.length }

  /// The middle, as a number with few digits in the middle half of the range; the value in force where that is there.
  func middle(of parameter: MovedParameter) -> ParameterValue {
    let middle = lowerBound + length / 2
    let half = middle - length / 4...middle + length / 4
    let value = parameter.inForce
    if half.contains(value.magnitude) { return value }
    return value.like(ShortNumber.near(middle, within: half, value.scale))
  }
}
