import OnsetEngine
import OnsetRules
import OnsetText

extension ActionExpectation {
  /// Whether an action is the expected one, as far as anything is said of it.
  func fits(_ action: IssuedAction) -> Bool {
    switch (kind, action.kind) {
    case (.scale, .scale(let name, let amount, let floor, let ceiling)),
      (.set, .set(let name, let amount, let floor, let ceiling)):
      return name == subject.value && Self.fits(self.amount?.value, amount) && Self.fits(self.floor?.value, floor)
        && Self.fits(self.ceiling?.value, ceiling)
    case (.stop, .stop(let text)), (.checkpoint, .checkpoint(let text)), (.notify, .notify(let text)):
      return Glob(subject.value).matches(text)
    default: return false
    }
  }

  private static func fits(_ expected: Double?, _ found: Double?) -> Bool {
    guard let expected else { return true }
    guard let found else { return false }
    return abs(expected - found) <= 1e-9 * max(1, abs(expected)) || expected == found
  }
}

extension ActionExpectation {
  /// What is said of the action, in a few words.
  var summary: String {
    let bounds =
      (floor.map { ", floor \(ReadableNumber.text($0.value))" } ?? "")
      + (ceiling.map { ", ceiling \(ReadableNumber.text($0.value))" } ?? "")
    return switch kind {
    case .scale:
      "scale `\(subject.value)`\(amount.map { " by \(ReadableNumber.text($0.value))" } ?? "")\(bounds)"
    case .set: "set `\(subject.value)`\(amount.map { " to \(ReadableNumber.text($0.value))" } ?? "")\(bounds)"
    case .stop, .checkpoint, .notify: "\(kind.rawValue) “\(subject.value)”"
    }
  }
}

extension IssuedAction {
  /// The action in a few words, texts included.
  var summary: String {
    func bounds(_ floor: Double?, _ ceiling: Double?) -> String {
      (floor.map { ", floor \(ReadableNumber.text($0))" } ?? "")
        + (ceiling.map { ", ceiling \(ReadableNumber.text($0))" } ?? "")
    }
    return switch kind {
    case .scale(let name, let factor, let floor, let ceiling):
      "scale `\(name)` by \(ReadableNumber.text(factor))\(bounds(floor, ceiling))"
    case .set(let name, let value, let floor, let ceiling):
      "set `\(name)` to \(ReadableNumber.text(value))\(bounds(floor, ceiling))"
    case .stop(let reason): "stop “\(reason)”"
    case .checkpoint(let reason): "checkpoint “\(reason)”"
    case .notify(let text): "notify “\(text)”"
    }
  }
}

extension ValueExpectation {
  /// Whether a value is the expected one. Without `within` a number may differ by a billionth.
  func fits(_ found: SampleValue) -> Bool {
    switch (value.value, found) {
    case (.truth(let expected), .truth(let truth)): return truth == expected
    case (.nothing, .truth(let truth)): return truth == nil
    case (.nothing, .number(let number)): return number.isNaN
    case (.number(let expected), .number(let number)):
      return number == expected || abs(number - expected) <= tolerance ?? 1e-9 * max(1, abs(expected))
    case (.truth, .number), (.number, .truth): return false
    }
  }
}

extension ValueExpectation.Value {
  var text: String {
    switch self {
    case .number(let number): ReadableNumber.text(number, digits: 12)
    case .truth(let truth): "\(truth)"
    case .nothing: "nan or unknown"
    }
  }
}

extension SampleValue {
  var text: String {
    switch self {
    case .number(let number): ReadableNumber.text(number, digits: 12)
    case .truth(let truth): truth.map { "\($0)" } ?? "unknown"
    }
  }
}
