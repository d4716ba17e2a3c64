extension Double {
  /// The number as JSON has it: the shortest text that reads back to the same double.
  ///
  /// Whole numbers have no point (`3`, `-0`), and exponents are those of `description` (`1e-05`, `1e+22`). Nil
  /// for NaN and the infinities, which JSON does not have: each output says what stands for them.
  package var jsonText: String? {
    guard isFinite else { return nil }
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
