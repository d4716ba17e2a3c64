import OnsetText

/// What can be wrong with remarks about mutants.
enum MutationFault {
  case remarkWithoutReason
  case idleRemark

  func diagnostic(in source: SourceFile, at range: ByteRange) -> Diagnostic {
    switch self {
    case .remarkWithoutReason:
      Diagnostic(
        source: source, range: range, severity: .warning, code: "O0860",
        message: "the comment does not say why the change makes no difference",
        hints: ["write the reason after a colon: `# onset: equivalent: reason`"])
    case .idleRemark:
      Diagnostic(
        source: source, range: range, severity: .warning, code: "O0861",
        message: "no mutant of this line survives, so the comment explains nothing",
        hints: ["remove the comment, or move it to the line of the change"])
    }
  }
}
