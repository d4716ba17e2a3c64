/// What an archive knows of a run besides its samples.
package struct ArchivedRun: Sendable, Equatable {
  /// The number by which the archive's tables know it.
  package internal(set) var id: Int64
  /// Unique in the archive.
  package internal(set) var name: String
  /// The SHA-256 of the metrics, steps and values.
  package internal(set) var digest: [UInt8]
  /// The log that it was read from: an absolute path, and after `#` which run of the file it was.
  package internal(set) var origin: String
  package internal(set) var rowCount: Int
  package internal(set) var sampleCount: Int
  package internal(set) var firstStep: Int64?
  package internal(set) var lastStep: Int64?
  package internal(set) var metadata: RunMetadata
  package internal(set) var storedNotes: [Note]
  package internal(set) var sources: [Source]
  /// In the order in which the log names them.
  package internal(set) var metrics: [Metric]
  /// How many steps each clock has; the first is that of the rows.
  package internal(set) var clockCounts: [Int]
  /// When it was added and last changed, in seconds since 1970.
  package internal(set) var added: Int64
  package internal(set) var updated: Int64

  /// A metric and which of the run's clocks has its steps.
  package struct Metric: Sendable, Equatable {
    package var name: String
    package var clock: Int
    package var sampleCount: Int
  }

  /// A note of the reader that made the run, its kind by name: a later program may have others.
  package struct Note: Sendable, Equatable {
    package var kind: String
    package var count: Int
    package var firstLine: Int?
    /// The names, a line each.
    package var names: String
    package var file: String?
  }

  /// A file that the run was read from, its format by name.
  package struct Source: Sendable, Equatable {
    package var path: String
    package var format: String
    package var isCompressed: Bool
  }

  /// The notes of kinds that this program knows.
  package var notes: [ReadingNote] {
    storedNotes.compactMap { note in
      ReadingNote.Kind(named: note.kind).map { kind in
        ReadingNote(
          kind: kind, count: note.count, firstLine: note.firstLine,
          names: note.names.isEmpty
            ? [] : note.names.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
          file: note.file)
      }
    }
  }

  /// The digest as people write it.
  package var digestText: String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// What is wrong with the numbers, which are used before any sample is looked at; nil for nothing.
  var fault: String? {
    guard digest.count == 32 else { return "its digest has \(digest.count) bytes" }
    guard rowCount >= 0, clockCounts.first == rowCount, clockCounts.allSatisfy({ $0 >= 0 }) else {
      return "its rows and clocks do not agree"
    }
    guard metrics.allSatisfy({ clockCounts.indices.contains($0.clock) && clockCounts[$0.clock] == $0.sampleCount }),
      sampleCount == metrics.reduce(0, { $0 &+ $1.sampleCount })
    else { return "its metrics and clocks do not agree" }
    return nil
  }

  /// A checksum over everything here but the number of the run.
  var checksum: UInt32 {
    var bytes = CanonicalBytes()
    bytes.append(name)
    bytes.append(digest)
    bytes.append(origin)
    for number in [Int64(rowCount), Int64(sampleCount), added, updated] { bytes.append(number) }
    bytes.append(firstStep) { $0.append($1) }
    bytes.append(lastStep) { $0.append($1) }
    append(metadata, to: &bytes)
    bytes.append(storedNotes.count)
    for note in storedNotes {
      bytes.append(note.kind)
      bytes.append(note.count)
      bytes.append(note.firstLine) { $0.append($1) }
      bytes.append(note.names)
      bytes.append(note.file) { $0.append($1) }
    }
    bytes.append(sources.count)
    for source in sources {
      bytes.append(source.path)
      bytes.append(source.format)
      bytes.append(source.isCompressed ? 1 : 0)
    }
    bytes.append(metrics.count)
    for metric in metrics {
      bytes.append(metric.name)
      bytes.append(metric.clock)
      bytes.append(metric.sampleCount)
    }
    bytes.append(clockCounts.count)
    for count in clockCounts { bytes.append(count) }
    return CRC32.checksum(bytes.bytes)
  }

  private func append(_ metadata: RunMetadata, to bytes: inout CanonicalBytes) {
    for text in [metadata.run, metadata.architecture, metadata.dataset] { bytes.append(text) { $0.append($1) } }
    for number in [metadata.stepsPerEpoch, metadata.secondsPerStep] { bytes.append(number) { $0.append($1) } }
    bytes.append(metadata.fields.count)
    for (key, value) in metadata.sortedFields {
      bytes.append(key)
      bytes.append(value)
    }
    bytes.append(metadata.hyperparameters.count)
    for parameter in metadata.hyperparameters {
      bytes.append(parameter.name)
      bytes.append(parameter.text)
      bytes.append(parameter.number) { $0.append($1) }
    }
    bytes.append(metadata.isLabelled ? 1 : 0)
    bytes.append(metadata.labels.count)
    for label in metadata.labels {
      bytes.append(label.phase)
      for step in [label.step, label.earliest, label.latest] { bytes.append(step) }
    }
  }
}

extension RunMetadata {
  /// The fields in the order of their keys' bytes.
  var sortedFields: [(key: String, value: String)] {
    fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }
}

extension ReadingNote.Kind {
  /// The name under which an archive keeps it: the order of the kinds may change, their names do not.
  var name: String { String(describing: self) }

  init?(named name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
