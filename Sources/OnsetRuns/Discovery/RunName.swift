/// Names and endings of files.
enum RunName {
  /// The last part of a path, without the endings that logs have: `runs/a.csv.gz` is `a`.
  static func name(ofFile path: String) -> String {
    let file = lastComponent(of: path)
    let endings = endings(of: file)
    let stem = file.dropLast(endings.reduce(0) { $0 + $1.count + 1 })
    return stem.isEmpty ? file : String(stem)
  }

  /// The last part of a path that is not empty.
  static func lastComponent(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The endings of a file name that say what kind of log it is, without points, the last one first.
  static func endings(of file: String) -> [String] {
    var rest = Substring(file)
    var endings: [String] = []
    while let point = rest.lastIndex(of: "."), point != rest.startIndex {
      let ending = rest[rest.index(after: point)...].lowercased()
      let isKnown = ending == "gz" ? endings.isEmpty : known.contains(ending)
      guard isKnown else { break }
      endings.append(ending)
      rest = rest[..<point]
      if ending != "gz" { break }
    }
    return endings
  }

  private static let known = LogRecognition.plainEndings.union([
    "json", "log", "txt", "wandb", "db", "sqlite", "sqlite3",
  ])
}
