import OnsetLanguage
import OnsetText

/// Expressions taken through the parser and the checker.
enum Compiler {
  /// The errors of an expression that is to be a rule's `when`, in order of their place.
  static func faults(ofCondition text: String, scope: Scope = Scope()) -> [LanguageFault] {
    let syntax: Syntax
    do { syntax = try Parser.parse(text) } catch { return [error] }
    var checker = Checker(scope: scope)
    let term = checker.condition(syntax)
    let errors = checker.faults.filter { !$0.isWarning }
    precondition((term == nil) == !errors.isEmpty, "a condition has a term or an error")
    return errors
  }

  /// Columns from 1, in characters (Unicode scalars), the end exclusive.
  static func columns(of range: ByteRange, in text: String) -> Range<Int> {
    let bytes = Array(text.utf8)
    func column(_ offset: Int) -> Int { 1 + bytes[..<offset].count { $0 & 0xC0 != 0x80 } }
    return column(range.lower)..<column(range.upper)
  }

  /// The text that a fault points at.
  static func excerpt(_ range: ByteRange, of text: String) -> String {
    String(decoding: Array(text.utf8)[range.lower..<range.upper], as: UTF8.self)
  }
}
