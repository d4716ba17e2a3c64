import Foundation

/// The checkout that the tests were built from.
enum Checkout {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Whether golden files are to be written anew (`make golden`); a test that changes one fails all the same.
  static let isRecording = ProcessInfo.processInfo.environment["ONSET_RECORD"] != nil

  static func file(_ path: String) -> URL { folder.appending(path: path) }

  static func text(_ path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }

  /// The files below a folder whose names end so, by their paths in the checkout, in order.
  static func files(in folder: String, named ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: file(folder).path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }

  /// The folder of the command `onset`, which is built beside the tests.
  static let commandFolder: String? = {
    for place in CommandLine.arguments + [Bundle.main.bundlePath] {
      var folder = URL(filePath: place)
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        var isFolder: ObjCBool = false
        let command = folder.appending(path: "onset").path
        if unsafe FileManager.default.fileExists(atPath: command, isDirectory: &isFolder), !isFolder.boolValue {
          return folder.path
        }
      }
    }
    return nil
  }()
}
