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
        message: "the remark does not say why the change makes no difference",
        hints: ["write `# onset: equivalent: reason`"])
    case .idleRemark:
      Diagnostic(
        source: source, range: range, severity: .warning, code: "O0861",
        message: "the remark speaks of no mutant that survives",
        hints: ["remove it, or move it to the line of the change"])
    }
  }
}
