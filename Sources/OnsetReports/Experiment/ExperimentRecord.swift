import Foundation

/// A result that was stored, against the one of today.
package enum ExperimentRecord {
  /// What has changed since a result was stored, in sentences; empty where nothing has, nil where the file is no result.
  package static func changes(from stored: [UInt8], to current: String) -> [String]? {
    guard let before = try? JSONDecoder().decode(Record.self, from: Data(stored)) else { return nil }
    guard let after = try? JSONDecoder().decode(Record.self, from: Data(current.utf8)) else { return nil }
    var changes: [String] = []
    if before.objective != after.objective {
      changes.append("the objective was `\(before.objective)`, and is `\(after.objective)`")
    }
    if before.engine != after.engine { changes.append("it was made by onset \(before.engine)") }
    if before.runs != after.runs {
      changes.append(
        before.runCount == after.runCount
          ? "the runs hold other values" : "there were \(before.runCount) runs, and are \(after.runCount)")
    }
    let (old, new) = (byName(before.variants), byName(after.variants))
    for variant in after.variants {
      guard let earlier = old[variant.variant] else {
        changes.append("the variant `\(variant.variant)` is new")
        continue
      }
      if earlier.rules != variant.rules { changes.append("the rules of `\(variant.variant)` mean something else") }
      if earlier.profiles != variant.profiles {
        changes.append("the profiles of `\(variant.variant)` mean something else")
      }
    }
    for variant in before.variants where new[variant.variant] == nil {
      changes.append("the variant `\(variant.variant)` is gone")
    }
    let results = Dictionary(before.results.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for result in after.results {
      guard let earlier = results[result.key], earlier.value != result.value else { continue }
      let place = result.group.map { " on \($0)" } ?? ""
      changes.append("`\(result.variant)`\(place) was \(text(earlier.value)), and is \(text(result.value))")
    }
    // What is not told apart above, such as an interval.
    if changes.isEmpty, Array(current.utf8) != stored { changes.append("the file is written in another way") }
    return changes
  }

  private static func byName(_ variants: [Record.Variant]) -> [String: Record.Variant] {
    Dictionary(variants.map { ($0.variant, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func text(_ value: Double?) -> String { value.map(DisplayNumber.short) ?? "unknown" }

  /// What of a stored result is compared.
  private struct Record: Decodable {
    var objective: String
    var engine: String
    var runs: String
    var runCount: Int
    var variants: [Variant]
    var results: [Outcome]

    struct Variant: Decodable {
      var variant: String
      var rules: String
      var profiles: String
    }

    struct Outcome: Decodable {
      var group: String?
      var variant: String
      var value: Double?

      var key: [String?] { [group, variant] }
    }

    enum CodingKeys: String, CodingKey {
      case objective, engine, runs, variants, results
      case runCount = "run_count"
    }
  }
}
