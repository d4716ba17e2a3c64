import Foundation
import Testing

@Suite("Scripts")
struct ScriptTests {
  static let scripts = Checkout.files(in: "Tests/OnsetCommandTests/Scripts", named: ".script")

  @Test("every command of a script prints and returns what the script says", arguments: scripts)
  func script(path: String) async throws {
    try await Self.play(path)
  }

  /// Plays a script, and writes it anew where golden files are recorded.
  static func play(_ path: String) async throws {
    let script = Script(try Checkout.text(path))
    let played = try await script.played { command, found in
      let name = path.split(separator: "/").last ?? ""
      Issue.record(
        """
        \(name): \(command.line)
        expected exit code \(command.expected.status), found \(found.status)
        \(difference("output", command.expected.output, found.output))
        \(difference("error", command.expected.error, found.error))
        """)
    }
    if Checkout.isRecording { try Data(played.text.utf8).write(to: Checkout.file(path)) }
  }

  private static func difference(_ name: String, _ expected: String, _ found: String) -> String {
    expected == found ? "the same \(name)" : "expected \(name):\n\(expected)\nfound \(name):\n\(found)"
  }
}
