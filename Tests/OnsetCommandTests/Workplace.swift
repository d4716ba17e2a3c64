import Foundation
import Testing

/// A temporary folder in which command lines are run, one after another, as in one session of a shell.
final class Workplace {
  private let root: URL
  /// Where the next command runs.
  private var current: URL

  init() throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "onset-test-\(UUID().uuidString)")
    root = place.appending(path: "work")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    current = root
  }

  deinit {
    try? FileManager.default.removeItem(at: root.deletingLastPathComponent())
  }

  // MARK: Files

  /// Writes a file, and the folders that it is in. `⟪FF⟫` in the text is a byte.
  func write(_ path: String, _ text: String) throws {
    let file = current.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Self.bytes(text).write(to: file)
  }

  /// Copies the project that the checkout is.
  func copyProject() throws {
    for name in ["onset.yaml", "rules", "profiles", "runs", "experiments"] { try copy(name, to: name) }
  }

  /// Copies a file or folder of the checkout.
  func copy(_ path: String, to name: String) throws {
    try FileManager.default.copyItem(at: Checkout.file(path), to: current.appending(path: name))
  }

  private static func bytes(_ text: String) -> Data {
    var data = Data()
    for (index, piece) in text.split(separator: "⟪", omittingEmptySubsequences: false).enumerated() {
      guard index > 0, let end = piece.firstIndex(of: "⟫"), let byte = UInt8(piece[..<end], radix: 16) else {
        data += Data(piece.utf8)
        continue
      }
      data.append(byte)
      data += Data(piece[piece.index(after: end)...].utf8)
    }
    return data
  }

  // MARK: Commands

  struct Result: Equatable {
    var output: String
    var error: String
    var status: Int32
  }

  /// The text of a file that a command has written.
  func text(_ path: String) throws -> String { try Self.text(current.appending(path: path)) }

  /// Runs a command line in `sh`, without a terminal and without input. A `cd` in it lasts.
  ///
  /// - Parameter isMerged: Whether the standard error goes where the standard output goes, as on a terminal.
  func run(_ command: String, isMerged: Bool = false) async throws -> Result {
    let folder = try #require(Checkout.commandFolder, "the command onset is built beside the tests")
    let beside = root.deletingLastPathComponent()
    let (output, error, place) = (
      beside.appending(path: "output"), beside.appending(path: "error"), beside.appending(path: "place")
    )
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      """
      cd "$1" && exec </dev/null >"$2" 2>\(isMerged ? "&1" : "\"$3\"") || exit 99
      # A command that does not end is a failure, not a test that never ends.
      ulimit -t 120
      place=$4
      set --
      \(command)
      status=$?
      pwd >"$place"
      exit $status
      """,
      "sh", current.path, output.path, error.path, place.path,
    ]
    process.environment = [
      "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin", "HOME": root.path, "LC_ALL": "C", "TMPDIR": beside.path,
      // What is shipped grows old; what the tests expect of it does not.
      "ONSET_TODAY": "2026-11-24",
      // Commits of one content have one name.
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_AUTHOR_DATE": "2026-11-24T12:00:00Z", "GIT_COMMITTER_NAME": "Ada",
      "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_COMMITTER_DATE": "2026-11-24T12:00:00Z",
    ]
    process.standardInput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    if let text = try? String(contentsOf: place, encoding: .utf8) {
      current = URL(filePath: String(text.dropLast()))
      try FileManager.default.removeItem(at: place)
    }
    return Result(
      output: try Self.text(output), error: isMerged ? "" : try Self.text(error), status: process.terminationStatus)
  }

  private static func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
}
