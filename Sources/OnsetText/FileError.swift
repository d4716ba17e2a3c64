/// Why a file could not be read or written.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, apart from how it is said.
  package enum Reason: Error, Hashable, Sendable {
    case missing
    case isDirectory
    /// A pipe, socket or device: reading it may never end.
    case notRegular
    case notPermitted
    case tooLarge(limit: Int)
    /// The disk or the user's share of it is full.
    case noSpace
    case readOnly
    /// Any other error of the system, by its number.
    case other(Int32)
  }

  /// What was being done.
  package enum Action: String, Hashable, Sendable {
    case read
    case write
  }

  package var action: Action
  package var path: String
  package var reason: Reason

  package init(_ action: Action, _ path: String, _ reason: Reason) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// One sentence for the user, without a full stop.
  package var description: String {
    let verb = action.rawValue
    return switch reason {
    case .missing where action == .write: "cannot write `\(path)`: its folder does not exist"
    case .missing: "cannot read `\(path)`: there is no such file"
    case .isDirectory: "cannot \(verb) `\(path)`: it is a folder, not a file"
    case .notRegular: "cannot \(verb) `\(path)`: it is a pipe, socket or device, not a file"
    case .notPermitted: "cannot \(verb) `\(path)`: permission denied"
    case .tooLarge(let limit):
      "cannot \(verb) `\(path)`: it has more than \(limit) bytes, the most that are read"
    case .noSpace: "cannot \(verb) `\(path)`: the disk is full"
    case .readOnly: "cannot \(verb) `\(path)`: the file system is read-only"
    case .other(let number): "cannot \(verb) `\(path)`: \(SystemCall.describe(number))"
    }
  }
}
