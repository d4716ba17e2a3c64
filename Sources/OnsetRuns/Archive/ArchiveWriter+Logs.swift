import OnsetText

extension ArchiveWriter {
  /// A run that was read whole, with where it comes from: what is to be added.
  package struct Addition: Sendable {
    package var run: Run
    var origin: String
    var sources: [ArchivedRun.Source]?

    /// Reads a run. One from another archive keeps the origin that it has there.
    package static func reading(
      _ reference: RunReference, _ options: ReadingOptions = ReadingOptions()
    ) throws(RunError) -> Addition {
      let run = try reference.read(options)
      guard reference.log.format == .archive, let member = reference.log.member else {
        return Addition(run: run, origin: reference.log.origin, sources: nil)
      }
      do throws(DatabaseError) {
        let archived = try ArchiveReader(path: reference.log.path).run(named: member)
        return Addition(run: run, origin: archived.origin, sources: archived.sources)
      } catch {
        throw RunError(error)
      }
    }
  }

  /// Adds a run that was read.
  package func add(_ addition: Addition) throws(DatabaseError) -> (name: String, outcome: Outcome) {
    try add(addition.run, origin: addition.origin, sources: addition.sources)
  }
}
