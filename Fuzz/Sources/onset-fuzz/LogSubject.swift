import Foundation
import OnsetRuns

/// Bytes as a log: a run whose steps ascend, or one clear error, wherever the text is cut into pieces.
enum LogSubject {
  private static let path: String = {
    let folder = FileManager.default.temporaryDirectory.path
    return "\(folder)/onset-fuzz-\(ProcessInfo.processInfo.processIdentifier).log"
  }()

  static func run(_ input: [UInt8]) {
    guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
    fwrite(input, 1, input.count, file)
    fclose(file)
    let whole = read(chunkBytes: 1 << 20)
    require(read(chunkBytes: 7) == whole, "pieces of 7 bytes give another run")
    if case .success(let run) = whole {
      checkOrder(of: run)
      checkSelection(of: run)
    }
    _ = try? RunDiscovery.run(at: path).readMetadata()
  }

  private static func read(chunkBytes: Int) -> Result<Run, RunError> {
    var options = ReadingOptions()
    options.chunkBytes = chunkBytes
    do throws(RunError) {
      return .success(try RunReader.read(file: path, options: options))
    } catch {
      require(!error.description.isEmpty, "an error without words")
      return .failure(error)
    }
  }

  /// What is kept makes no difference to rows, names and the values that are.
  private static func checkSelection(of run: Run) {
    guard let name = run.metricNames.last else { return }
    guard let some = try? RunReader.read(file: path, options: ReadingOptions(keep: [name])) else {
      fatalError("a part of a run cannot be read")
    }
    require(some.rows == run.rows, "other rows where less is kept")
    require(some.metricNames == run.metricNames, "other metrics where less is kept")
    require(some.column(named: name) == run.column(named: name), "other values where less is kept")
  }

  private static func checkOrder(of run: Run) {
    require(zip(run.rows, run.rows.dropFirst()).allSatisfy { $0 < $1 }, "rows out of order")
    let rows = Set(run.rows)
    for column in run.columns {
      require(zip(column.steps, column.steps.dropFirst()).allSatisfy { $0 < $1 }, "samples out of order")
      require(column.steps.allSatisfy(rows.contains), "a sample at no row")
    }
    for note in run.notes { require(!note.message.isEmpty, "a note without words") }
  }
}
