import Foundation
import Testing

/// Experiments whose variants are revisions of a repository that git itself has made.
@Suite("Experiments over revisions")
struct ExperimentRevisionTests {
  /// Over 2 at step 3, over 4 at step 4.
  private static let log = "step,loss\n0,1\n1,1\n2,1\n3,3\n4,6\n5,6\n6,1\n"

  private static func rule(limit: Int) -> String {
    """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters:
      limit: {value: \(limit), tune: [1, 9]}
    rules:
      - rule: high
        when: loss > limit
        enter: wild

    """
  }

  /// Two revisions, of which the first finds the transition late, and a third state that lies here and was not
  /// committed.
  private static func repository() async throws -> Workplace {
    let place = try Workplace()
    try place.write("onset.yaml", "onset: 1\n")
    try place.write("rules/spike.yaml", rule(limit: 4))
    for (name, labelled) in [("a", 3), ("b", 3)] {
      try place.write("runs/\(name).csv", log)
      try place.write(
        "runs/\(name).run.yaml",
        "onset: 1\nlabels: [{phase: wild, step: \(labelled), earliest: \(labelled), latest: \(labelled)}]\n")
    }
    try place.write(
      "experiments/limits.yaml",
      """
      onset: 1
      experiment: limits
      objective: f1(wild)
      variants:
        here: {}
        first: {revision: HEAD~1}
        second: {revision: v2}
        moved: {revision: HEAD~1, set: {spike.limit: 2}}

      """)
    try await silently(place, "git init -q -b main && git add . && git commit -qm 'First'")
    try place.write("rules/spike.yaml", rule(limit: 2))
    try await silently(place, "git commit -qam 'Second' && git tag v2")
    try place.write("rules/spike.yaml", rule(limit: 5))
    return place
  }

  private static func silently(_ place: Workplace, _ command: String) async throws {
    try #require(try await place.run(command) == Workplace.Result(output: "", error: "", status: 0), "\(command)")
  }

  @Test func `each variant is replayed with the rules of its revision`() async throws {
    let place = try await Self.repository()
    let found = try await place.run("onset experiment limits --format csv")
    #expect(found.error == "" && found.status == 0)
    let rows = found.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(rows.first)
    func column(_ name: String) throws -> [String] {
      let index = try #require(header.firstIndex(of: name))
      return rows.dropFirst().map { $0[index] }
    }
    #expect(try column("variant") == ["here", "first", "second", "moved"])
    #expect(try column("value") == ["0", "0", "1", "1"])
    let rules = try column("rules_digest")
    // A value that is given means what a value that is written means.
    #expect(rules[2] == rules[3] && Set(rules).count == 3)
    #expect(Set(try column("runs_digest")).count == 1)
  }

  @Test func `the result names commits, and is the same when the files here have changed`() async throws {
    let place = try await Self.repository()
    let index = try await place.run("md5sum .git/index")
    #expect(try await place.run("onset experiment limits --write --format json >/dev/null").status == 0)
    #expect(try await place.run("md5sum .git/index") == index, "nothing is checked out")
    let stored = try place.text("experiments/limits.json")
    for revision in ["HEAD~1", "v2"] {
      let id = try await place.run("git rev-parse \(revision)").output.dropLast()
      #expect(stored.contains("\"commit\": \"\(id)\""))
    }
    #expect(stored.contains("\"variant\": \"here\", \"commit\": null"))
    #expect(try await place.run("onset experiment limits --check --format csv >/dev/null").status == 0)
    // Another commit is another revision under the same name, and that is said.
    try await Self.silently(place, "git commit -qam 'Third'")
    let checked = try await place.run("onset experiment limits --check --format csv >/dev/null")
    #expect(checked.status == 1)
    #expect(checked.error.contains("first"), "\(checked.error)")
  }

  @Test func `runs may lie elsewhere, and the project below the repository`() async throws {
    let place = try await Self.repository()
    try await Self.silently(
      place,
      "mkdir sub && git mv onset.yaml rules runs sub && mv experiments sub && git add . && git commit -qm 'Moved' && "
        + "sed -i 's/HEAD~1/HEAD/; s/v2/HEAD/' sub/experiments/limits.yaml")
    let found = try await place.run("cd sub && onset experiment limits --format csv")
    #expect(found.error == "" && found.status == 0)
    #expect(found.output.contains("\n,2,second,0,"), "\(found.output)")
    #expect(found.output.contains("\n,2,moved,1,"), "\(found.output)")
  }

  @Test(arguments: [
    ("v2", "v3", "`v3` is neither a file or folder nor a revision; did you mean `v2`?"),
    ("v2", "HEAD~9", "`HEAD~9` is neither a file or folder nor a revision"),
    ("revision: v2", "revision: v2, set: {spike.limt: 3}", "did you mean `limit`"),
  ])
  func `what is no revision is said where it is written`(_ old: String, _ new: String, _ message: String) async throws {
    let place = try await Self.repository()
    let text = try place.text("experiments/limits.yaml").replacing(old, with: new)
    try place.write("experiments/limits.yaml", text)
    let found = try await place.run("onset experiment limits")
    #expect(found.status == 2 || found.status == 1)
    #expect(found.error.contains(message), "\(found.error)")
    #expect(found.error.contains("experiments/limits.yaml:7"), "\(found.error)")
    #expect(found.output == "")
  }

  @Test func `a revision with errors is told, with its place in it`() async throws {
    let place = try await Self.repository()
    try place.write("rules/spike.yaml", Self.rule(limit: 2).replacing("loss > limit", with: "los(3) > limit"))
    try await Self.silently(place, "git commit -qam 'Broken' && git tag broken")
    let text = try place.text("experiments/limits.yaml").replacing("v2", with: "broken")
    try place.write("experiments/limits.yaml", text)
    try place.write("rules/spike.yaml", Self.rule(limit: 2))
    let found = try await place.run("onset experiment limits")
    #expect(found.status != 0)
    #expect(found.error.contains("there is no function `los`"), "\(found.error)")
    #expect(found.error.contains("broken:rules/spike.yaml:8:11"), "\(found.error)")
  }

  @Test func `without a repository there are no revisions`() async throws {
    let place = try await Self.repository()
    try await Self.silently(place, "rm -rf .git")
    let found = try await place.run("onset experiment limits")
    #expect(found.status == 2 || found.status == 1)
    #expect(found.error.contains("there is no git repository here"), "\(found.error)")
  }
}
