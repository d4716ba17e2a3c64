import OnsetLanguage
import OnsetRules

/// The values that are tried together: every combination of the values along each axis.
struct TuningGrid: Sendable {
  /// For each parameter its values, in their order; of one that is swept a single one, which does not count.
  let axes: [[ParameterValue]]
  /// The axis of the parameter that is swept.
  let swept: Int?

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

/// A stretch of the parameter that is swept, at one combination of the others, over which nothing changes.
struct TuningPiece: Hashable, Sendable {
  var cell: Int
  var lower: Double
  var upper: Double
}

/// The pieces with the best value of the objective.
struct BestPieces: Sendable {
  private(set) var value: Double?
  private(set) var pieces: [TuningPiece] = []

  /// Takes in a piece; those of a cell come together and ascending.
  mutating func offer(_ value: Double, _ piece: TuningPiece, isMinimized: Bool) {
    if let best = self.value, value != best {
      guard isMinimized ? value < best : value > best else { return }
      pieces.removeAll(keepingCapacity: true)
    }
    self.value = value
    if let last = pieces.last, last.cell == piece.cell, piece.lower - last.upper <= 1e-9 * (piece.upper - last.lower) {
      pieces[pieces.count - 1].upper = piece.upper
    } else {
      pieces.append(piece)
    }
  }

  /// The piece from which all parameters may go furthest without a loss: of its length and the numbers of neighbours on
  /// both sides along each axis that are as good, the product is largest. Of several the one with the most values in
  /// force, then the first.
  func roomiest(in grid: TuningGrid, range: ClosedRange<Double>, inForce: TuningCell) -> TuningPiece? {
    var byCell: [Int: [TuningPiece]] = [:]
    for piece in pieces { byCell[piece.cell, default: []].append(piece) }
    let length = range.upperBound - range.lowerBound
    var best: (piece: TuningPiece, room: Double, kept: Int)?
    for piece in pieces.sorted(by: { ($0.cell, $0.lower) < ($1.cell, $1.lower) }) {
      var room = length > 0 ? (piece.upper - piece.lower) / length : 1
      for axis in grid.axes.indices where axis != grid.swept && grid.axes[axis].count > 1 {
        let (place, stride) = grid.place(of: piece.cell, along: axis)
        let limit = grid.axes[axis].count
        var reach = 0
        func isAsGood(_ other: Int) -> Bool {
          guard other >= 0, other < limit else { return false }
          return byCell[piece.cell + (other - place) * stride]?.contains {
            max($0.lower, piece.lower) < min($0.upper, piece.upper) || length == 0
          } ?? false
        }
        while isAsGood(place - reach - 1), isAsGood(place + reach + 1) { reach += 1 }
        room *= Double(2 * reach + 1) / Double(limit)
      }
      let cell = grid[piece.cell]
      let kept = cell.indices.count { cell[$0] == inForce[$0] }
      if best.map({ (room, kept) > ($0.room, $0.kept) }) ?? true { best = (piece, room, kept) }
    }
    return best?.piece
  }
}

extension TuningPiece {
  /// The middle, as a number with few digits in the middle half of the piece; the value in force where that is there.
  func middle(of parameter: MovedParameter) -> ParameterValue {
    let middle = lower + (upper - lower) / 2
    let quarter = (upper - lower) / 4
    let half = middle - quarter...middle + quarter
    let value = parameter.inForce
    if half.contains(value.magnitude) { return value }
    return value.like(ShortNumber.near(middle, within: half, value.scale))
  }
}
