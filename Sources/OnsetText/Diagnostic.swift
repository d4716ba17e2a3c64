/// How much a finding matters.
public enum Severity: String, Hashable, Sendable, Comparable, CaseIterable {
  /// Worth knowing; nothing to do.
  case note
  /// Works, and is probably not what was meant.
  case warning
  /// The file cannot be used until this is mended.
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// A note is less than a warning, a warning less than an error.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A finding in a user's file: what is wrong, where, and what to write instead.
///
/// Faults in files are values of this type, collected and shown together; they are never thrown one by one.
public struct Diagnostic: Hashable, Sendable {
  /// The file, or the named text, that the finding is about.
  public var source: SourceFile
  /// The bytes that the caret marks; empty for the place where something is missing.
  public var range: ByteRange
  /// How much it matters.
  public var severity: Severity
  /// The stable name of the kind of finding, such as `O0203`; the documentation has a page for each.
  public var code: String
  /// One sentence: what is wrong, and what was expected. No full stop at its end.
  public var message: String
  /// What to write instead, each a sentence of its own.
  public var hints: [String]

  /// A finding.
  public init(
    source: SourceFile, range: ByteRange, severity: Severity = .error, code: String, message: String,
    hints: [String] = []
  ) {
    self.source = source
    self.range = range
    self.severity = severity
    self.code = code
    self.message = message
    self.hints = hints
  }
}

extension [Diagnostic] {
  /// Whether one of them is an error.
  public var containsErrors: Bool { contains { $0.severity == .error } }

  /// In the order in which a reader meets them: by file in order of first appearance, then by place.
  /// Repeated findings are given once.
  public func sortedForReading() -> [Diagnostic] {
    var fileOrder: [String: Int] = [:]
    for diagnostic in self where fileOrder[diagnostic.source.path] == nil {
      fileOrder[diagnostic.source.path] = fileOrder.count
    }
    let keyed = enumerated().map {
      (index: $0.offset, file: fileOrder[$0.element.source.path] ?? 0, diagnostic: $0.element)
    }
    let sorted = keyed.sorted { left, right in
      if left.file != right.file { return left.file < right.file }
      if left.diagnostic.range.lower != right.diagnostic.range.lower {
        return left.diagnostic.range.lower < right.diagnostic.range.lower
      }
      return left.index < right.index
    }
    var seen: Set<Diagnostic> = []
    return sorted.map(\.diagnostic).filter { seen.insert($0).inserted }
  }
}
