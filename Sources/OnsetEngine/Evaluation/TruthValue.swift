/// One of the three truths of Kleene's logic, ordered so that `and` is the smaller and `or` the larger.
package enum TruthValue: UInt8, Sendable {
  case isFalse = 0
  case isUnknown = 1
  case isTrue = 2

  package init(_ value: Bool) { self = value ? .isTrue : .isFalse }

  /// True or false; nil when unknown.
  package var known: Bool? {
    switch self {
    case .isFalse: false
    case .isUnknown: nil
    case .isTrue: true
    }
  }
}
