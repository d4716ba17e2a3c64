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
}
