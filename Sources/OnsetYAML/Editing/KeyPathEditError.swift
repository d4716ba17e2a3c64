package import OnsetText

/// Why a value was not written into a YAML file.
package enum KeyPathEditError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file has faults of its own.
  case faulty([Diagnostic])
  /// A key on the way has a value of another kind than is needed.
  case otherKind(path: [String], expected: String)
  /// A value on the way is an alias, or is used elsewhere by one: an edit would change other places too.
  case shared(path: [String])
  /// No edit was found that changes the value and nothing else.
  case changesMore(path: [String])

  /// One sentence, without a full stop.
  package var description: String {
    func name(_ path: [String]) -> String { path.isEmpty ? "the file" : "`\(path.joined(separator: ": "))`" }
    return switch self {
    case .faulty: "the file has faults"
    case .otherKind(let path, let expected): "\(name(path)) is not \(expected)"
    case .shared(let path):
      "\(name(path)) is shared by an alias and cannot be changed in place: edit the file by hand"
    case .changesMore(let path):
      "\(name(path)) cannot be written without changing more of the file: edit it by hand"
    }
  }
}
