import OnsetEngine
import OnsetStudy

/// An event that a page shows, with the number that it has in the page's table and charts.
struct NumberedEvent: Sendable {
  /// From 1, in the order of the table.
  var number: Int
  /// Its position among all events of the run.
  var index: Int
  var event: Event

  /// The events of the rules that are told of.
  ///
  /// - Parameter shows: Whether a rule is told of, by rule set and rule.
  static func all(of report: RunReport, shownBy shows: (String, String) -> Bool) -> [NumberedEvent] {
    report.events.enumerated().filter { shows($0.element.ruleset, $0.element.rule) }.enumerated().map {
      NumberedEvent(number: $0.offset + 1, index: $0.element.offset, event: $0.element.element)
    }
  }
}
