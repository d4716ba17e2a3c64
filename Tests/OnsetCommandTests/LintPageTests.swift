import Foundation
import OnsetReports
import OnsetRules
import Testing

@Suite("Lints")
struct LintPageTests {
  @Test("every lint has an entry, by its id and by its name")
  func completeness() {
    #expect(Lints.all.map(\.id) == LintID.allCases)
    #expect(Set(Lints.all.map(\.name)).count == Lints.all.count)
    for lint in Lints.all {
      #expect(Lints.named(lint.id.rawValue.lowercased())?.id == lint.id)
      #expect(Lints.named(lint.name)?.id == lint.id)
      for text in [lint.summary, lint.avoid, lint.prefer, lint.why] { #expect(!text.isEmpty) }
      #expect(!lint.summary.hasSuffix(".") && !lint.avoid.hasSuffix(".") && !lint.prefer.hasSuffix("."))
    }
  }

  @Test(
    "the bad example of a lint has its finding and no other, and draws what its golden file says",
    arguments: LintID.allCases)
  func badExample(id: LintID) async throws {
    let lint = Lints.lint(id)
    let place = try Self.place(lint.bad)
    let codes = try await Self.codes(place, lint.bad)
    #expect(codes == [lint.id.rawValue])
    let drawing = try await place.run("onset check \(lint.bad.arguments)", isMerged: true).output
    try expectFresh(Self.golden(lint), drawing)
  }

  @Test("the good example of a lint has no finding", arguments: LintID.allCases)
  func goodExample(id: LintID) async throws {
    let lint = Lints.lint(id)
    #expect(try await Self.codes(Self.place(lint.good), lint.good) == [])
  }

  @Test("docs/lints.md is what the table says")
  func page() throws {
    try expectFresh("docs/lints.md", LintReference.page { try? Checkout.text(Self.golden($0)) })
  }

  private static func golden(_ lint: Lint) -> String { "Tests/OnsetCommandTests/Lints/\(lint.id.rawValue).txt" }

  private static func place(_ example: Lint.Example) throws -> Workplace {
    let place = try Workplace()
    for file in example.files { try place.write(file.path, file.text) }
    return place
  }

  private static func codes(_ place: Workplace, _ example: Lint.Example) async throws -> [String] {
    let result = try await place.run("onset check \(example.arguments) --format jsonl")
    #expect(result.error == "" && result.status == 0, "\(result.error)")
    return result.output.matches(of: /"code": "([A-Z0-9]+)"/).map { String($0.output.1) }
  }
}
