/// The samples of a stream as far as a picture can show them.
///
/// A long stream is cut into columns of equal width in steps; of each the least and the greatest value stay, at their
/// own steps, so that a peak of one sample survives. A value that is not finite stays as one gap in its column.
package struct DrawnSamples: Sendable {
  package private(set) var steps: [Int64] = []
  /// NaN where a value was not finite.
  package private(set) var values: [Double] = []
  /// How many samples there were.
  package private(set) var count = 0
  package private(set) var nonFiniteCount = 0

  /// Nil where every sample stays.
  private let columns: Columns?
  private var open: Open?

  private struct Columns {
    var first: Int64
    /// In steps.
    var width: Double
    var last: Int

    func column(of step: Int64) -> Int {
      min(last, Int((Double(step) - Double(first)) / width))
    }
  }

  /// The column that is being filled.
  private struct Open {
    var column: Int
    var least: (step: Int64, value: Double)?
    var greatest: (step: Int64, value: Double)?
    var gap: Int64?
  }

  /// The most samples of a column that stay: the least, the greatest and a gap.
  private static let samplesPerColumn = 3

  /// - Parameters:
  ///   - rows: How many rows the run has: where they fit, nothing is left out.
  ///   - limit: The most samples that stay; at least three.
  package init(steps: ClosedRange<Int64>, rows: Int, limit: Int) {
    guard rows > limit else {
      columns = nil
      return
    }
    let count = max(1, limit / Self.samplesPerColumn)
    let length = Double(steps.upperBound) - Double(steps.lowerBound)
    columns = Columns(first: steps.lowerBound, width: max(1, length / Double(count)), last: count - 1)
  }

  /// The same with at most so many samples.
  package func thinned(to limit: Int) -> DrawnSamples {
    guard let first = steps.first, let last = steps.last, steps.count > limit else { return self }
    var result = DrawnSamples(steps: first...last, rows: steps.count, limit: limit)
    for (step, value) in zip(steps, values) { result.append(step, value) }
    result.finish()
    result.count = count
    result.nonFiniteCount = nonFiniteCount
    return result
  }

  /// Whether some were left out.
  package var isDecimated: Bool { steps.count < count }

  /// Takes in a sample; steps ascend.
  package mutating func append(_ step: Int64, _ value: Double) {
    count += 1
    if !value.isFinite { nonFiniteCount += 1 }
    guard let columns else {
      keep(step, value)
      return
    }
    let column = columns.column(of: step)
    if open?.column != column { close() }
    var now = open ?? Open(column: column)
    if !value.isFinite {
      now.gap = now.gap ?? step
    } else {
      if now.least.map({ value < $0.value }) ?? true { now.least = (step, value) }
      if now.greatest.map({ value > $0.value }) ?? true { now.greatest = (step, value) }
    }
    open = now
  }

  /// Has to be called after the last sample.
  package mutating func finish() { close() }

  private mutating func close() {
    guard let done = open else { return }
    open = nil
    var kept: [(step: Int64, value: Double)] = []
    if let least = done.least { kept.append(least) }
    if let greatest = done.greatest, greatest.step != done.least?.step { kept.append(greatest) }
    if let gap = done.gap { kept.append((gap, .nan)) }
    for sample in kept.sorted(by: { $0.step < $1.step }) { keep(sample.step, sample.value) }
  }

  private mutating func keep(_ step: Int64, _ value: Double) {
    steps.append(step)
    values.append(value.isFinite ? value : .nan)
  }
}

extension DrawnSamples: Equatable {
  /// Equal steps and values; a gap is equal to a gap.
  package static func == (left: DrawnSamples, right: DrawnSamples) -> Bool {
    left.steps == right.steps && left.values.elementsEqual(right.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
