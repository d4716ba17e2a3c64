package import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// What a chart shows, before it is known whether a browser, an SVG or a terminal draws it.
package struct ChartPicture: Sendable {
  package var title: String
  /// What the title stands for, and what is known of it.
  package var subtitle: String? = nil
  package var steps: ClosedRange<Int64>
  package var lines: [Line]
  package var band: BaselineBand? = nil
  /// Stretches of time with a name, in order, one beside the other.
  package var phases: [Span] = []
  /// Where a label says that a phase began: from its earliest step to its latest.
  package var labels: [Label] = []
  package var flags: [Flag] = []
  /// Where conditions are true.
  package var truths: [Truth] = []
  /// The step of the first action that would have ended the run.
  package var end: Int64? = nil
  /// What has to be known to read it right.
  package var notes: [String] = []

  package struct Line: Sendable {
    package var role: ChartSeries.Role
    package var name: String
    /// What the name stands for.
    package var detail: String?
    /// Its position among those of its role, by which it is coloured.
    package var number: Int
    package var steps: [Int64]
    /// NaN for a gap.
    package var values: [Double]
    /// Of one that never moves.
    package var constant: Double?
  }

  package struct Span: Sendable {
    package var name: String
    package var first: Int64
    package var last: Int64
    /// By which it is coloured.
    package var number: Int
  }

  package struct Label: Sendable {
    package var name: String
    package var step: Int64
    package var earliest: Int64
    package var latest: Int64
  }

  package struct Flag: Sendable {
    /// That of the event in its table.
    package var number: Int
    package var step: Int64
    package var kind: Event.Kind
    package var isCounterfactual: Bool
    package var text: String
  }

  package struct Truth: Sendable {
    package var name: String
    package var spans: [ClosedRange<Int64>]
  }

  // MARK: Scales

  /// The range of what is drawn, with some room; limits that are far from everything else are left outside.
  var linear: ClosedRange<Double> { range(of: finite, all: finite, limits: limits) }

  /// The same of positive values; nil where there is none.
  var logarithmic: ClosedRange<Double>? {
    let positive = finite.filter { $0 > 0 }
    guard let lower = positive.min(), let upper = positive.max() else { return nil }
    let near = limits.filter { $0 > 0 && $0 >= lower / 100 && $0 <= upper * 100 }
    return min(lower, near.min() ?? lower) / 1.1...max(upper, near.max() ?? upper) * 1.1
  }

  /// What spans decades is a flat line on any other scale.
  var startsLogarithmic: Bool {
    guard let lower = finite.min(), let upper = finite.max(), lower > 0 else { return false }
    return upper / lower > 1000
  }

  private var finite: [Double] {
    lines.filter { $0.role != .threshold }.flatMap { $0.values.filter(\.isFinite) }
  }

  private var limits: [Double] {
    lines.filter { $0.role == .threshold }.flatMap { $0.values.filter(\.isFinite) }
      + (band.map { [$0.mean - $0.std, $0.mean + $0.std] } ?? [])
  }

  private func range(of values: [Double], all: [Double], limits: [Double]) -> ClosedRange<Double> {
    guard var lower = values.min(), var upper = values.max() else {
      let lower = limits.min() ?? 0
      return lower...max(lower + 1, limits.max() ?? 1)
    }
    let room = 1.5 * (upper / 2 - lower / 2) * 2
    let near = limits.filter { room > 0 ? $0 >= lower - room && $0 <= upper + room : true }
    lower = min(lower, near.min() ?? lower)
    upper = max(upper, near.max() ?? upper)
    if lower == upper {
      let half = lower == 0 ? 1 : abs(lower) / 10
      return (lower - half)...(upper + half)
    }
    let padding = (upper / 2 - lower / 2) * 0.1
    return max(lower - padding, -.greatestFiniteMagnitude)...min(upper + padding, .greatestFiniteMagnitude)
  }

  /// Limits that the linear scale leaves outside, in words.
  var limitsOutside: [String] {
    let range = startsLogarithmic ? logarithmic ?? linear : linear
    return lines.filter { $0.role == .threshold }.compactMap { line in
      let known = line.values.filter(\.isFinite)
      guard let least = known.min(), let greatest = known.max() else { return nil }
      let text = line.constant.map { DisplayNumber.short($0) } ?? "from \(DisplayNumber.short(least))"
      if least > range.upperBound { return "The limit of `\(line.name)` is above the picture: \(text)." }
      if greatest < range.lowerBound {
        return "The limit of `\(line.name)` is below the picture: \(DisplayNumber.short(greatest))."
      }
      return nil
    }
  }
}

extension ChartPicture.Line {
  /// Its name, with what it is to the picture.
  var legend: String {
    switch role {
    case .samples: "\(name), as logged"
    case .value: name
    case .threshold: "limit of \(name)\(constant.map { " (\(DisplayNumber.short($0)))" } ?? "")"
    }
  }
}
