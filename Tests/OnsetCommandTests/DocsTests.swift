import Foundation
import OnsetReports
import Testing

@Suite("Docs")
struct DocsTests {
  static let pages = ["README.md", "CONTRIBUTING.md"] + Checkout.files(in: "docs", named: ".md")

  @Test("the samples of a page do what it shows", arguments: pages)
  func samples(path: String) async throws {
    let page = SamplePage(try Checkout.text(path))
    let played = try await page.played { step, found in
      Issue.record("\(path): $ \(step.command)\nshown:\n\(step.output)\nfound:\n\(found)")
    }
    if Checkout.isRecording { try Data(played.markdown.utf8).write(to: Checkout.file(path)) }
  }

  @Test("a page that is taken apart and put together again is the same", arguments: pages)
  func roundTrip(path: String) throws {
    let text = try Checkout.text(path)
    #expect(SamplePage(text).markdown == text)
  }

  @Test("links lead to files that are there", arguments: pages)
  func links(path: String) throws {
    let folder = Checkout.file(path).deletingLastPathComponent()
    for match in try Checkout.text(path).matches(of: /\]\(([^)#: ]+)(#[^)]*)?\)/) {
      let target = folder.appending(path: String(match.output.1))
      #expect(FileManager.default.fileExists(atPath: target.path), "\(path) links to \(match.output.1)")
    }
  }

  @Test("Swift in a page is part of an example that CI builds", arguments: pages)
  func swift(path: String) throws {
    let examples = try Checkout.files(in: "Examples/Sources", named: ".swift").map { try Checkout.text($0) }
    for block in try Checkout.text(path).matches(of: /(?s)```swift\n(.*?)```/) {
      #expect(examples.contains { $0.contains(block.output.1) }, "\(path) shows\n\(block.output.1)")
    }
  }

  @Test("every command has a page that begins with its help")
  func commandPages() async throws {
    let help = try await Workplace().run("onset --help").output
    let section = try #require(help.firstRange(of: "SUBCOMMANDS:\n"))
    let names = help[section.upperBound...].matches(of: /(?m)^  ([a-z]+)(?: |$)/).map { String($0.output.1) }
    #expect(names.count >= 6)
    for name in names {
      let page = try Checkout.text("docs/commands/\(name).md")
      #expect(page.contains("$ onset help \(name)\n"), "docs/commands/\(name).md shows the command's help")
      let own = try await Workplace().run("onset help \(name)").output
      #expect(own.contains("Examples:\n  onset \(name)"), "the help of \(name) has examples")
      #expect(own.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE: ") })
    }
  }

  @Test("docs/functions.md is what the table of built-ins says")
  func functions() throws {
    try expectFresh("docs/functions.md", FunctionReference.page)
  }

  @Test("docs/files.md is what the table of schemas says")
  func files() throws {
    try expectFresh("docs/files.md", FileReference.page)
  }
}

/// Expects that a generated page is as it would be generated now; writes it where golden files are recorded.
func expectFresh(_ path: String, _ text: String) throws {
  let found = (try? Checkout.text(path)) ?? ""
  guard found != text else { return }
  if Checkout.isRecording { try Data(text.utf8).write(to: Checkout.file(path)) }
  Issue.record("\(path) is stale; `make docs` writes it")
}
