import Foundation

/// The vectors of `../shared/conformance` that are copied into the project, so that there is something to
/// check without that folder.
enum VectorFile {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// The objects of a file with one JSON object a line.
  static func objects<Object: Decodable>(_ path: String, as type: Object.Type) throws -> [Object] {
    try text(path).split(separator: "\n").map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}
