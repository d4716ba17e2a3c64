package import OnsetText
import OnsetYAML

/// By what the people of a project judge rules: `score` and `cost` of `onset.yaml`.
package struct OutcomeSettings: Sendable {
  /// The metric by which a stop is judged.
  package var metric: Located<String>?
  package var goal: Located<Goal>?
  /// How many steps beside a label's range a detection still counts as right.
  package var tolerance: Located<Int>?

  package var secondsPerStep: Located<Double>?
  package var devices: Located<Double>?
  /// What a device costs for an hour.
  package var price: Located<Double>?
  package var currency: Located<String>?
  /// The share of a step's time that goes into measuring signals.
  package var overhead: Located<Double>?

  /// Which way the metric is better.
  package enum Goal: String, Sendable, CaseIterable {
    case lowest, highest
  }

  package init() {}

  /// Reads the keys `score` and `cost`.
  init(from reader: inout MappingReader) {
    _ = reader.mapping("score") { score -> Void? in
      metric = score.text("metric")
      goal = score.choice("goal")
      tolerance = score.integer("tolerance")
      if let tolerance, tolerance.value < 0 { Self.report(.negative(key: "tolerance"), at: tolerance.range, &score) }
      return ()
    }
    _ = reader.mapping("cost") { cost -> Void? in
      secondsPerStep = Self.amount("seconds_per_step", &cost)
      devices = Self.amount("devices", &cost)
      price = Self.amount("price", &cost)
      currency = cost.text("currency")
      overhead = cost.number("overhead")
      if let overhead, !(overhead.value >= 0 && overhead.value < 1) {
        Self.report(.notAShare(key: "overhead"), at: overhead.range, &cost)
      }
      return ()
    }
  }

  private static func amount(_ key: String, _ reader: inout MappingReader) -> Located<Double>? {
    let amount = reader.number(key)
    if let amount, !(amount.value > 0 && amount.value.isFinite) {
      report(.notAnAmount(key: key), at: amount.range, &reader)
    }
    return amount
  }

  private static func report(_ fault: RulesFault, at range: ByteRange, _ reader: inout MappingReader) {
    reader.report(fault.diagnostic(in: reader.source, at: range))
  }
}
