package import OnsetRules
package import OnsetRuns
package import OnsetText

/// A test with its run at hand, so that it can be run again and again.
package struct PreparedTest: Sendable {
  package var test: ResolvedTest
  package var run: Run
  /// The profile under which the rules are checked, with the test's own baselines.
  package var profile: Profile?

  /// Makes or reads the run, and finds the profile; a finding where that cannot be done.
  package static func prepare(_ test: ResolvedTest, profiles: [Profile]) -> Result<PreparedTest, TestFindings> {
    let name = "\(test.file).\(test.name.value)"
    let run: Run
    if let file = test.run.file {
      do throws(RunError) {
        var read = try RunDiscovery.run(at: test.path(of: file.value)).read()
        read.metadata = SeriesGenerator.metadata(test.run, over: read.metadata)
        run = read
      } catch {
        var findings = [TestFault.unreadable(error.description).diagnostic(in: test.source, at: file.range)]
        if case .metadata(let faults) = error { findings += faults }
        return .failure(TestFindings(diagnostics: findings))
      }
    } else {
      run = SeriesGenerator.run(test.run, name: name)
    }
    var found: Profile?
    if test.profile == nil {
      switch ProfileMatch.find(among: profiles, fields: run.metadata.fields) {
      case .one(let profile): found = profile
      case .none: break
      case .tie(let first, let second):
        let fault = RulesFault.ambiguousMatch(run: name, first: first.name, second: second.name)
        return .failure(TestFindings(diagnostics: [fault.diagnostic(in: test.source, at: test.name.range)]))
      }
    }
    return .success(PreparedTest(test: test, run: run, profile: test.profile(over: found)))
  }
}

/// Why a test cannot be run.
package struct TestFindings: Error, Sendable {
  package var diagnostics: [Diagnostic]
}

extension ResolvedTest {
  /// A path that the test gives, seen from where the command runs.
  fileprivate func path(of path: String) -> String {
    guard !path.hasPrefix("/"), let slash = source.path.lastIndex(of: "/") else { return path }
    return source.path[...slash] + path
  }
}
