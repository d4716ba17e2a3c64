import Foundation
@testable import OnsetRuns

/// A folder that is removed when the test is done with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("onset-runs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, folders above it included, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }
}

/// The project's shared material, where this checkout has it.
let sharedFolder: String? = {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let candidates = [root, root.deletingLastPathComponent()].map { $0.appendingPathComponent("shared").path }
  return candidates.first { FileManager.default.fileExists(atPath: $0 + "/formats/plain/expected.json") }
}()

/// The small logs that lie beside the tests.
let logFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Logs")
  .path

/// Reads a text as a log.
func readLog(_ text: String, options: ReadingOptions = ReadingOptions()) throws -> Run {
  try readLog(Array(text.utf8), options: options)
}

func readLog(_ bytes: [UInt8], options: ReadingOptions = ReadingOptions()) throws -> Run {
  let folder = try TemporaryFolder()
  return try RunReader.read(file: folder.write(bytes, to: "log"), options: options)
}

/// The error that reading a text gives, or nil.
func readingError(_ text: String, options: ReadingOptions = ReadingOptions()) -> RunError? {
  readingError(Array(text.utf8), options: options)
}

func readingError(_ bytes: [UInt8], options: ReadingOptions = ReadingOptions()) -> RunError? {
  do {
    _ = try readLog(bytes, options: options)
    return nil
  } catch {
    return error as? RunError
  }
}

extension Run {
  /// The samples of a metric.
  func samples(_ name: String) -> [Int64: Double]? {
    column(named: name).map { Dictionary(uniqueKeysWithValues: zip($0.steps, $0.values)) }
  }

  func note(_ kind: ReadingNote.Kind) -> ReadingNote? { notes.first { $0.kind == kind } }
}
