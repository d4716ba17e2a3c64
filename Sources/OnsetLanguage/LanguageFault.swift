package import OnsetText

/// What is wrong with an expression: the kind of fault and where, apart from how it is worded.
package struct LanguageFault: Error, Hashable, Sendable {
  package var kind: Kind
  /// Offsets in the expression's text; empty for a place where something is missing.
  package var range: ByteRange

  package init(_ kind: Kind, at range: ByteRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Hashable, Sendable {
    // Syntax
    case empty
    case endsEarly
    case endsEarlyWanting(String)
    case unexpectedToken(String, wanted: String)
    case unexpectedCharacter(Unicode.Scalar)
    /// An operator of other languages, such as `&&`.
    case foreignOperator(String)
    /// A character that occurs in metric names, outside backquotes.
    case nameNeedsBackquotes(String, in: BareName? = nil)
    /// What stands between quotes.
    case stringLiteral(String)
    case malformedNumber
    case numberWithoutIntegerPart(String)
    case numberOutOfRange
    case unclosedBackquote
    case emptyName
    case chainedComparison(hint: String)
    case nestedTooDeep
    /// Through the `let`s that it uses.
    case letNestedTooDeep
    // Units and spans
    case unknownUnit(String)
    /// The number, where it is a literal; else the name of the parameter or `let` that is one.
    case windowWithoutUnit(String?, name: String? = nil)
    case spanWithoutUnit(key: String, count: String)
    case spanNotPositive
    case spanNotWhole(TimeUnit)
    case spanTooLong
    case spanInSamples(of: String)
    // Names
    case unknownFunction(String, nearest: String?)
    case notAFunction(String, what: String)
    case functionWithoutArguments(String, usage: String)
    case eachOutsideEach
    case letCycle([String])
    case noBaseline(metric: String, nearest: String?)
    // Types
    case notACondition(ValueType)
    case notAStream(ValueType)
    case wrongOperand(name: String, expected: ValueType, found: ValueType)
    case elapsedNeedsSpan(found: ValueType)
    case spanNeedsElapsed(found: ValueType)
    case elapsedEquality
    case wrongArgument(function: String, parameter: String, expected: String, found: ValueType, hint: String?)
    case notAMetric(function: String)
    case notAConstant(function: String, parameter: String)
    case outOfRange(function: String, parameter: String, expected: String)
    case levelHasClock(function: String)
    case mixedAlternatives(ValueType, ValueType)
    case wrongArgumentCount(function: String, usage: String, found: Int)
    // Clocks and contexts
    case noClock(isCondition: Bool)
    case detectionOutsideConfirm
    case insideWindow(String)
    case nestedCapture(String)
    // Warnings
    /// With the metric that is compared with `nan`, where that is what is done.
    case equalityOfNumbers(notANumber: String?)
  }

  /// A text such as `train.loss` that was written without backquotes.
  package enum BareName: Hashable, Sendable {
    case metric(String, isFirst: Bool)
    /// A call follows, as in `loss.mean(10)`.
    case function
  }
}

extension LanguageFault {
  /// Whether an expression with the fault still compiles.
  package var isWarning: Bool { if case .equalityOfNumbers = kind { true } else { false } }
}
