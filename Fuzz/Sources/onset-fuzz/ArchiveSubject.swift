import Foundation
import OnsetRuns

/// Changes to a small archive, 4 bytes each: three say where, one is the byte that comes there; a place beyond the end cuts
/// the file. What is read then is what was written, or one clear error.
enum ArchiveSubject {
  private static let folder: String = {
    let path = FileManager.default.temporaryDirectory.path + "/onset-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()

  private static let runs = ["a", "b"].map { name in
    let rows = (0..<(name == "a" ? 3000 : 40)).map { Int64($0) * 10 }
    let sparse = rows.filter { $0 % 70 == 0 }
    return Run(
      name: name,
      metadata: RunMetadata(
        architecture: "cnn", hyperparameters: [.init(name: "lr", text: "0.1", number: 0.1)],
        labels: [.init(phase: "p", step: 30)], fields: ["architecture": "cnn"]),
      rows: rows,
      columns: [
        RunColumn(name: "loss", steps: rows, values: rows.map { 1 / Double($0 + 3) }),
        RunColumn(name: "acc", steps: sparse, values: sparse.map { Double($0) / 100 }),
      ])
  }

  /// The archive as it was written.
  private static let whole: [UInt8] = {
    let path = folder + "/whole.sqlite"
    do {
      let writer = try ArchiveWriter(path: path)
      for run in runs { _ = try writer.add(run, origin: "/" + run.name) }
    } catch {
      fatalError("\(error)")
    }
    guard let data = FileManager.default.contents(atPath: path) else { fatalError("cannot read \(path)") }
    return Array(data)
  }()

  /// A change at the beginning of each page, where it keeps its order.
  static var seeds: [[UInt8]] {
    stride(from: 0, to: whole.count, by: 4096).map { offset in
      let place = UInt32(offset + 5)
      return [
        UInt8(truncatingIfNeeded: place >> 16), UInt8(truncatingIfNeeded: place >> 8), UInt8(truncatingIfNeeded: place),
        0x7F,
      ]
    }
  }

  static func run(_ input: [UInt8]) {
    var bytes = whole
    for start in stride(from: 0, to: input.count - 3, by: 4) {
      let offset = Int(input[start]) << 16 | Int(input[start + 1]) << 8 | Int(input[start + 2])
      if offset < bytes.count {
        bytes[offset] = input[start + 3]
      } else if offset % bytes.count > 0 {
        bytes.removeLast(bytes.count - offset % bytes.count)
      }
    }
    let path = folder + "/changed.sqlite"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      fatalError("cannot write \(path)")
    }
    do {
      for result in try RunDiscovery.runs(at: path) {
        let read = try result.get().read()
        guard let written = runs.first(where: { $0.name == read.name }) else { fatalError("a run from nowhere") }
        require(read.columns == written.columns && read.rows == written.rows, "other samples than were written")
        require(read.metadata == written.metadata, "other metadata than were written")
      }
    } catch {
      require("\(error)".hasPrefix(path + ":"), "an error without its path: \(error)")
    }
    _ = try? ArchiveReader(path: path).verify()
  }
}
