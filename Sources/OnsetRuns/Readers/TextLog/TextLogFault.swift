package import OnsetText
internal import OnsetYAML

/// What can be wrong with a pattern file of text logs besides what is wrong with any file of YAML.
package enum TextLogFault: Hashable, Sendable {
  case unclosedBrace
  case unclosedPart
  case strayBracket(String)
  case nestedPart
  case emptyPart
  case unknownCapture(String, known: [String])
  case badName(String)
  case repeatedName(String)
  case secondJSON
  case noEnd
  case adjacentNumbers
  case noNumber
  case noHyperparameter
  case nameWithoutValue
  case noLines
  case noStep(known: [String])
  case unknownStep(String, nearest: String?)
  case unusedRename(String, nearest: String?)
  case renamedStep(String)
  case emptyFormatName

  /// The codes of this stage. A code is never given another meaning; a new fault gets a new one.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case unpaired = "O0711"
    case capture = "O0712"
    case noEnd = "O0713"
    case nothingNamed = "O0714"
    case step = "O0715"
    case rename = "O0716"
    case emptyName = "O0717"
  }

  /// The stable name of the kind of fault.
  package var code: Code {
    switch self {
    case .unclosedBrace, .unclosedPart, .strayBracket, .nestedPart, .emptyPart: .unpaired
    case .unknownCapture, .badName, .repeatedName, .secondJSON: .capture
    case .noEnd, .adjacentNumbers: .noEnd
    case .noNumber, .noHyperparameter, .nameWithoutValue, .noLines: .nothingNamed
    case .noStep, .unknownStep: .step
    case .unusedRename, .renamedStep: .rename
    case .emptyFormatName: .emptyName
    }
  }

  /// The fault in words, as a finding at `range`.
  package func diagnostic(at range: ByteRange, in source: SourceFile) -> Diagnostic {
    let (message, hints) = wording
    return Diagnostic(source: source, range: range, code: code.rawValue, message: message, hints: hints)
  }
}

extension MappingReader {
  /// Adds a fault at a place of the file.
  mutating func report(_ fault: TextLogFault, at range: ByteRange) {
    report(fault.diagnostic(at: range, in: source))
  }
}
