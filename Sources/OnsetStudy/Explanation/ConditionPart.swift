package import OnsetLanguage
import OnsetRules

/// A part of a condition: what it was at a row, and how near it came to what the condition needs.
package struct ConditionPart: Sendable {
  /// As it is written, on one line.
  package var text: String
  package var isLet: Bool
  /// At the row that was asked for; nil where none was.
  package var value: Value?
  /// The parts below it; behind the name of a `let` its expression.
  package var parts: [ConditionPart]
  /// Of a comparison, or what else is asked, at the ticks that were looked at; nil of any other part.
  package var nearness: Nearness?

  package enum Value: Hashable, Sendable {
    case number(Double)
    /// Nil where it is unknown.
    case truth(Bool?)
    /// How long ago something was; NaN where it has not been.
    case elapsed(Double, TimeUnit)
    /// Its clock has not ticked yet.
    case noSample
    /// It depends on a detection, and the rule was not confirming one.
    case noDetection
  }

  /// How near something that is asked came to the answer that is needed.
  package struct Nearness: Hashable, Sendable {
    /// At how many ticks it was looked at, and at how many it was as needed.
    package var ticks = 0
    package var met = 0
    /// The tick at which it was nearest and was not that yet; nil where no distance is known.
    package var margin: Margin?
    /// Of a crossing: whether it was never on the side from which it has to come.
    package var isOnFarSide: Bool { isCrossing && met == 0 && margin == nil }
    var isCrossing = false
    /// Whether the answer that is needed is no.
    var isNegated = false

    /// Nothing was looked at.
    package init() {}

    init(isCrossing: Bool, isNegated: Bool) {
      self.isCrossing = isCrossing
      self.isNegated = isNegated
    }
  }

  package struct Margin: Hashable, Sendable {
    package var step: Int64
    package var left: Double
    package var right: Double
    /// Which of the sides is the one that is written down, or else the right one.
    package var limitIsLeft = false
    /// Of an elapsed time.
    package var unit: TimeUnit?

    /// By how much the sides would have had to differ; not negative.
    package var distance: Double { abs(left - right) }
    package var limit: Double { limitIsLeft ? left : right }
    /// The distance as a share of the limit; nil where that is 0.
    package var relative: Double? { limit == 0 ? nil : distance / abs(limit) }

    /// The distance without its unit, by which comparisons of different things are ranked.
    package var rank: Double {
      // Equal sides may still not be what is needed.
      max(relative ?? distance, .leastNonzeroMagnitude)
    }
  }
}

extension ConditionPart {
  /// What is asked in it, in the order of the text, each once.
  package var questions: [ConditionPart] {
    var said: Set<String> = []
    return allQuestions.filter { said.insert($0.questionText).inserted }
  }

  /// As it is written, with the `not` that it is under.
  package var questionText: String { nearness?.isNegated == true ? "not \(text)" : text }

  private var allQuestions: [ConditionPart] { (nearness == nil ? [] : [self]) + parts.flatMap(\.allQuestions) }
}
