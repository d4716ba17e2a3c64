import OnsetLanguage
import _OnsetTestSupport
@testable import OnsetEngine

/// A run that is written down in a line: the samples of `loss`, and of `val` and `epoch` where they matter.
struct Scenario {
  var log: PlainLog
  var stepsPerEpoch: Double?

  /// - Parameters:
  ///   - loss: A sample a step from 0 on, separated by spaces; `.` was not logged.
  ///   - val: Samples of the metric `val` at the same steps.
  ///   - stride: How many steps lie between columns.
  init(_ loss: String, val: String? = nil, stride: Int64 = 1, stepsPerEpoch: Double? = nil) {
    let columns = [("loss", loss)] + (val.map { [("val", $0)] } ?? [])
    let values = columns.map { name, text in (name: name, values: text.split(separator: " ").map { Double($0) }) }
    let steps = values[0].values.indices.map { Int64($0) * stride }
    log = PlainLog(steps: steps, columns: values)
    self.stepsPerEpoch = stepsPerEpoch
  }

  /// What happened, as `kind@step since/detected`, the same in blocks of every size.
  func events(_ programs: [RuleSetProgram]) throws -> [Event] {
    let events = try RunSession.events(programs, over: log, stepsPerEpoch: stepsPerEpoch)
    for size in [1, 2, 3] {
      try BlockTests.expectSame(
        RunSession.events(programs, over: log, stepsPerEpoch: stepsPerEpoch, blockSize: size), events,
        "blocks of \(size)")
    }
    return events
  }

  /// The events of a rule set with one rule, as text.
  func story(phases: [String] = [], _ build: (inout ProgramBuilder) throws -> Void) throws -> [String] {
    var builder = try ProgramBuilder()
    try build(&builder)
    return try events([builder.program(phases: phases)]).map(\.story)
  }
}

extension Event {
  /// `rule fired@5` with what else is not to be expected: `since 3`, `detected 4`.
  var story: String {
    var text = "\(rule) \(kind.rawValue)@\(step)"
    if since != step { text += " since \(since)" }
    if detected != step { text += " detected \(detected)" }
    if isCounterfactual { text += " counterfactual" }
    return text
  }
}
