import OnsetText

/// The smallest unit of a series that has a meaning of its own.
struct SeriesToken {
  var kind: Kind
  /// Offsets in the text of the series.
  var range: ByteRange

  enum Kind: Equatable {
    /// A number with its sign.
    case number(Double)
    case nan
    case missing
    /// `x`, before a count.
    case times
    /// `+-`, before a standard deviation.
    case spread
    /// `->`
    case linear
    /// `=>`
    case geometric
    case comma, leftParenthesis, rightParenthesis
    case end
    /// Text that is no token, and what is wrong with it.
    case invalid(SeriesFault.Kind)
  }
}
