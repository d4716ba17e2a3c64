import OnsetRuns

/// The runs at the paths that a command was given.
enum FoundRuns {
  /// The runs, each once, and the places below the paths that cannot be looked at. A path itself that cannot be used
  /// ends the command.
  static func at(
    _ paths: [String], _ options: DiscoveryOptions
  ) throws(CommandFailure) -> (found: [RunReference], failures: [(path: String, error: RunError)]) {
    var found: [RunReference] = []
    var known: Set<RunReference> = []
    var failures: [(path: String, error: RunError)] = []
    for path in paths {
      do throws(RunError) {
        for result in try RunDiscovery.runs(at: path, options: options) {
          switch result {
          case .success(let reference): if known.insert(reference).inserted { found.append(reference) }
          case .failure(let error): failures.append((path, error))
          }
        }
      } catch {
        throw .usage(error.description)
      }
    }
    return (found, failures)
  }
}

extension RunReference {
  /// The run, or the end of the command: what is wrong with its metadata is shown.
  func readOrFail(_ options: ReadingOptions) throws -> Run {
    do throws(RunError) {
      return try read(options)
    } catch {
      if case .metadata(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage(error.description)
    }
  }

  /// The one run at a path, or the end of the command.
  static func orFail(at path: String, _ options: DiscoveryOptions = DiscoveryOptions()) throws -> RunReference {
    do throws(RunError) { return try RunDiscovery.run(at: path, options: options) } catch {
      throw CommandFailure.usage(error.description)
    }
  }
}
