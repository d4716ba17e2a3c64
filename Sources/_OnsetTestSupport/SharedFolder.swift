package import Foundation

/// The folder `shared` that lies beside a checkout where its makers work, and nowhere else.
///
/// Tests that need it are skipped without it: `@Test(.enabled(if: SharedFolder.isPresent))`.
package enum SharedFolder {
  private static let location = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")

  package static let isPresent = FileManager.default.fileExists(atPath: file("conformance/README.md").path)

  /// A file by its path inside the folder.
  package static func file(_ path: String) -> URL { location.appending(path: path) }

  package static func text(_ path: String) throws -> String {
    try String(contentsOf: file(path), encoding: .utf8)
  }

  /// The objects of a file with one JSON object a line.
  package static func objects<Object: Decodable>(_ path: String, as type: Object.Type) throws -> [Object] {
    let decoder = JSONDecoder()
    return try text(path).split(separator: "\n").map { try decoder.decode(type, from: Data($0.utf8)) }
  }
}
