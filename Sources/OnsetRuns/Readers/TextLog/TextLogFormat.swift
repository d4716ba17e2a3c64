import OnsetText

/// A kind of text log: what its lines look like, and what the numbers in them are called. It is read from a pattern
/// file, `formats/NAME.yaml`.
public struct TextLogFormat: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// What it is, in a sentence; empty where the file does not say.
  public var summary: String
  /// The name of the number that is the step.
  var step: String
  /// The lines that hold metrics, in the order in which they are tried.
  var lines: [LineTemplate] = []
  /// Lines of the head, which hold hyperparameters.
  var heads: [LineTemplate] = []
  /// Other names for numbers.
  var renames: [String: String] = [:]

  /// The name of the metric that a number is.
  func metricName(_ name: String) -> String { renames[name] ?? name }
}

extension TextLogFormat {
  /// The formats that text logs are tried against: those of the project that a command is for, bound around all that
  /// it does, and those that every program knows.
  @TaskLocal public static var known: [TextLogFormat] = shipped

  /// Some formats and those that every program knows; one of the same name takes the other's place.
  package static func shipped(under own: [TextLogFormat]) -> [TextLogFormat] {
    let names = Set(own.map(\.name))
    return own + shipped.filter { !names.contains($0.name) }
  }

  /// The formats that every program knows, those of the folder `formats` beside its sources.
  public static let shipped: [TextLogFormat] = ShippedTextLogFormats.texts.compactMap { name, text in
    TextLogFormatReader.decode(SourceFile(name: name, text: text)).format
  }
}
