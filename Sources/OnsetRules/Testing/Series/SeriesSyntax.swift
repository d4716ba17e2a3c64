package import OnsetText

/// The samples of one metric in a test, as they are written: `0.8 +- 0.05 x 100, 0.8 -> 0.3 x 20`.
///
/// Nothing is expanded: a series of a million samples is as small as its text.
package struct SeriesSyntax: Sendable {
  /// In the order of time; the counts add up to no more than ``maximumCount``.
  package var segments: [Segment]

  package init(_ segments: [Segment]) { self.segments = segments }

  /// The most samples of a series.
  package static let maximumCount = 1_000_000

  /// How many samples there are, missing ones included.
  package var count: Int { segments.reduce(0) { $0 + $1.count } }

  /// A stretch of a series.
  package struct Segment: Sendable {
    /// Offsets in the text of the series.
    package var range: ByteRange
    package var shape: Shape
    /// The standard deviation of the noise that is added; 0 for none.
    package var spread: Double
    /// How often the value, the missing sample or the group is repeated; how many samples a ramp has.
    package var times: Int

    /// How many samples it makes.
    package var count: Int {
      if case .group(let segments) = shape { return segments.reduce(0) { $0 + $1.count } * times }
      return times
    }
  }

  package indirect enum Shape: Sendable {
    /// The same value, NaN and infinities included.
    case constant(Double)
    /// Equal differences from the first value to the last, both ends included.
    case linear(Double, Double)
    /// Equal quotients from the first value to the last, both ends included.
    case geometric(Double, Double)
    /// Steps at which the metric is not logged.
    case missing
    case group([Segment])
  }
}
