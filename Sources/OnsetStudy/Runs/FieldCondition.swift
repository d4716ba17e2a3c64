package import OnsetText

/// A condition on a run's metadata: `architecture=cnn`, `hyperparameters.optimizer!=sgd*`.
package struct FieldCondition: Sendable {
  /// The field, as a profile's `match` names it.
  package var field: String
  package var pattern: Glob
  package var isNegated: Bool

  /// Why a text is no condition, in one sentence.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// Reads `field=pattern` or `field!=pattern`.
  package init(parsing text: String) throws(Failure) {
    guard let equal = text.firstIndex(of: "=") else {
      throw Failure(description: "`--where \(text)` is not of the form `field=pattern` or `field!=pattern`")
    }
    var field = text[..<equal]
    isNegated = field.last == "!"
    if isNegated { field.removeLast() }
    self.field = field.filter { $0 != " " }
    if self.field.isEmpty { throw Failure(description: "`--where \(text)` names no field before the `=`") }
    pattern = Glob(String(text[text.index(after: equal)...]))
  }

  /// Whether metadata fit. As for profiles, a field that they lack is empty text, which only `*` fits.
  package func holds(for fields: [String: String]) -> Bool { pattern.matches(fields[field] ?? "") != isNegated }
}
