package import OnsetText

/// What is wrong with the text of a series, and where; how it is worded is elsewhere.
package struct SeriesFault: Error, Hashable, Sendable {
  package var kind: Kind
  /// Offsets in the text of the series; empty where something is missing.
  package var range: ByteRange

  init(_ kind: Kind, at range: ByteRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Hashable, Sendable {
    case empty
    case unknownText(String)
    case unknownWord(String)
    case malformedNumber(String)
    case numberOutOfRange
    /// Something of another notation, and how it is written here.
    case spelling(String, meant: String)
    case expected(String, found: String)
    case rampBetweenNoNumbers(String)
    case geometricNeedsSign
    case rampWithoutCount
    case rampTooShort
    case negativeSpread
    case spreadOfNoNumber(String)
    case countNotWhole
    case tooManySamples
    case unclosedParenthesis
    case nestedTooDeep
  }
}
