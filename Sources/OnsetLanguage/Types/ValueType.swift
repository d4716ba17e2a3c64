/// What an expression denotes.
package enum ValueType: String, Hashable, Sendable {
  /// A float64; NaN means "no number".
  case number
  /// True, false or unknown.
  case truth
  /// A positive length with a unit.
  case span
  /// How long ago something was; compares only with a span.
  case elapsed

  /// What a value is, as messages say it.
  package var withArticle: String {
    switch self {
    case .number: "a number"
    case .truth: "a condition"
    case .span: "a span"
    case .elapsed: "an elapsed time"
    }
  }
}
