import Foundation
import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// The project's own folder: what it ships.
enum Shipped {
  private static let root = String(#filePath.dropLast("Tests/OnsetStudyTests/Files.swift".count))

  static func path(_ path: String) -> String { root + path }

  /// The shipped rule sets and profiles, of which nothing may be wrong.
  static func project() throws -> Project {
    var project = Project()
    project.loadRules(at: [path("rules")])
    project.loadProfiles(at: [path("profiles")])
    try #require(project.diagnostics.map(\.message) == [])
    try #require(project.failures.map(\.message) == [])
    return project
  }

  /// The project with some of the rule sets.
  static func project(only names: String...) throws -> Project {
    let whole = try project()
    var project = Project()
    project.profiles = whole.profiles
    for file in whole.ruleSets where names.contains(file.name.value) { project.add((file, [])) }
    try #require(project.ruleSets.count == names.count)
    return project
  }
}

extension Replay {
  /// Replays all the runs below a folder.
  static func all(at path: String, _ project: Project) throws -> [RunOutcome] {
    var replay = Replay(project.ruleSets, profiles: project.profiles)
    let references = try RunDiscovery.runs(at: path).map { try $0.get() }
    let jobs = replay.prepare(references)
    try #require(replay.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return jobs.map { replay.outcome(of: $0) }
  }
}

/// A folder for the files of one test, gone with it.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "onset-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    let folder = URL(filePath: file).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }
}
