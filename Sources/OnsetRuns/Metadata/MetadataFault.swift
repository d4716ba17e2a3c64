package import OnsetText
internal import OnsetYAML

/// What can be wrong with a run's metadata besides what is wrong with any file of YAML.
package enum MetadataFault: Hashable, Sendable {
  case notPositive(String)
  case emptyName(String)
  case earliestAfterStep
  case latestBeforeStep

  /// The codes of this stage. A code is never given another meaning; a new fault gets a new one.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case notPositive = "O0701"
    case emptyName = "O0702"
    case labelOutOfOrder = "O0703"
  }

  /// The stable name of the kind of fault.
  package var code: Code {
    switch self {
    case .notPositive: .notPositive
    case .emptyName: .emptyName
    case .earliestAfterStep, .latestBeforeStep: .labelOutOfOrder
    }
  }

  /// The fault in words, as a finding at `range`.
  package func diagnostic(at range: ByteRange, in source: SourceFile) -> Diagnostic {
    let (message, hints) = wording
    return Diagnostic(source: source, range: range, code: code.rawValue, message: message, hints: hints)
  }

  private var wording: (message: String, hints: [String]) {
    switch self {
    case .notPositive(let key): ("`\(key)` has to be greater than 0", ["leave it out where it is not known"])
    case .emptyName(let key): ("`\(key)` is empty", ["leave it out where it is not known"])
    case .earliestAfterStep:
      ("`earliest` is after `step`", ["a label says `earliest` <= `step` <= `latest`"])
    case .latestBeforeStep:
      ("`latest` is before `step`", ["a label says `earliest` <= `step` <= `latest`"])
    }
  }
}

extension MappingReader {
  /// Adds a fault at a place of the file.
  mutating func report(_ fault: MetadataFault, at range: ByteRange) {
    report(fault.diagnostic(at: range, in: source))
  }
}
