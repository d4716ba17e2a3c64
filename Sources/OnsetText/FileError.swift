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
    "cannot \(action.rawValue) `\(path)`: \(reasonText)"
  }

  /// What hinders, as a clause.
  package var reasonText: String {
    switch reason {
    case .missing: action == .write ? "its folder does not exist" : "there is no such file"
    case .isDirectory: "it is a folder, not a file"
    case .notRegular: "it is a pipe, socket or device, not a file"
    case .notPermitted: "permission denied"
    case .tooLarge(let limit): "it has more than \(limit) bytes, the most that are read"
    case .noSpace: "the disk is full"
    case .readOnly: "the file system is read-only"
    case .other(let number): SystemCall.describe(number)
    }
  }
}
