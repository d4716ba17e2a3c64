package import OnsetText
package import OnsetYAML

/// A rule set as its file says it: decoded, nothing resolved.
package struct RuleSetFile: Sendable {
  package var source: SourceFile
  package var name: Located<String>
  package var summary: Located<String>?
  package var phases: [Located<String>]
  package var parameters: [ParameterDeclaration]
  package var lets: [LetDeclaration]
  package var rules: [RuleDeclaration]
}

package struct ParameterDeclaration: Sendable {
  package var name: Located<String>
  package var value: YAMLScalar
  /// The ends of the range in which the tuner may move the value.
  package var tune: (lower: YAMLScalar, upper: YAMLScalar)?
}

package struct LetDeclaration: Sendable {
  package var name: Located<String>
  package var expression: YAMLScalar
}

package struct RuleDeclaration: Sendable {
  package var name: Located<String>
  package var summary: Located<String>?
  package var each: Located<String>?
  package var during: [Located<String>]?
  package var when: YAMLScalar
  package var hold: YAMLScalar?
  package var confirm: Confirm?
  package var enter: Located<String>?
  package var actions: [ActionDeclaration]
  package var repetition: YAMLScalar?
  package var clear: YAMLScalar?
  /// Where the key `clear` is, for a finding about its being there.
  package var clearKey: ByteRange?
  package var atMost: Located<Int>?

  package struct Confirm: Sendable {
    package var that: YAMLScalar
    package var within: YAMLScalar
  }
}

package struct ActionDeclaration: Sendable {
  package var kind: Kind
  package var needsApproval: Bool

  package enum Kind: Sendable {
    case scale(hyperparameter: Located<String>, by: YAMLScalar, Bounds)
    case set(hyperparameter: Located<String>, to: YAMLScalar, Bounds)
    case stop(YAMLScalar)
    case checkpoint(YAMLScalar)
    case notify(YAMLScalar)
  }

  /// What the new value of the hyperparameter may not fall below or rise above.
  package struct Bounds: Sendable {
    package var floor: YAMLScalar?
    package var ceiling: YAMLScalar?
  }
}
