import OnsetRuns
import OnsetText

/// Bytes as a pattern file, and after a line `===` as a log: findings can be drawn, and what a format reads is a run or
/// one clear error, wherever the text is cut into pieces.
enum TextFormatSubject {
  static let separator = "\n===\n"

  static func run(_ input: [UInt8]) {
    let mark = Array(separator.utf8)
    let cut = input.indices.first { input[$0...].starts(with: mark) } ?? input.count
    let source = SourceFile(path: "fuzz.yaml", bytes: Array(input[..<cut]) + [0x0A])
    let (format, findings) = TextLogFormatReader.decode(source)
    YAMLSubject.draw(findings, of: source)
    require(format != nil || findings.containsErrors, "there is no format and no reason for it")
    guard let format, cut < input.count else { return }
    TextLogFormat.$known.withValue([format]) { LogSubject.run(Array(input[(cut + mark.count)...])) }
  }
}
