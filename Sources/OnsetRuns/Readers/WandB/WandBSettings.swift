/// What a W&B run says about itself: who it is, when it began, and its configuration.
struct WandBSettings: WandBRecordSink {
  var id = ""
  var displayName = ""
  /// When the process began that wrote the file, in nanoseconds since 1970.
  var startTime: Int64 = 0
  private var fields: [(name: String, text: String)] = []
  private var tags: [String] = []
  /// The keys of the configuration with their values as JSON.
  private var config: [(key: String, json: [UInt8])] = []
  private(set) var hasRun = false

  static func wants(_ kind: Int) -> Bool { kind == WandBRecord.run || kind == WandBRecord.config }

  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var record = WireMessage(from: start, to: end)
    while let field = record.next(in: bytes) {
      guard field.kind == .bytes else { continue }
      if field.number == WandBRecord.run { takeRun(field, in: bytes) }
      if field.number == WandBRecord.config { takeConfig(field, in: bytes) }
    }
    return !record.isDamaged
  }

  private mutating func takeRun(_ run: WireField, in bytes: Span<UInt8>) {
    hasRun = true
    var message = WireMessage(run)
    while let field = message.next(in: bytes) {
      guard field.kind == .bytes else { continue }
      switch field.number {
      case 1: id = field.text(in: bytes)
      case 4: takeConfig(field, in: bytes)
      case 8: displayName = field.text(in: bytes)
      case 10: addTag(field.text(in: bytes))
      case 17: startTime = Self.nanoseconds(field, in: bytes)
      default:
        guard let name = Self.fieldNames[field.number] else { continue }
        fields.removeAll { $0.name == name }
        if !field.isEmpty { fields.append((name, field.text(in: bytes))) }
      }
    }
  }

  /// The fields of `RunRecord` that a profile may match, besides those with a meaning here.
  private static let fieldNames = [2: "entity", 3: "project", 6: "group", 7: "job_type", 12: "sweep"]

  private mutating func addTag(_ tag: String) {
    if !tags.contains(tag) { tags.append(tag) }
  }

  private static func nanoseconds(_ timestamp: WireField, in bytes: Span<UInt8>) -> Int64 {
    var message = WireMessage(timestamp)
    var time: Int64 = 0
    while let field = message.next(in: bytes) {
      guard field.kind == .varint else { continue }
      if field.number == 1 { time &+= field.signed &* 1_000_000_000 }
      if field.number == 2 { time &+= field.signed }
    }
    return time
  }

  private mutating func takeConfig(_ config: WireField, in bytes: Span<UInt8>) {
    var message = WireMessage(config)
    while let item = message.next(in: bytes) {
      guard item.kind == .bytes, item.number == 1 || item.number == 2 else { continue }
      takeConfigItem(item, isRemoval: item.number == 2, in: bytes)
    }
  }

  private mutating func takeConfigItem(_ item: WireField, isRemoval: Bool, in bytes: Span<UInt8>) {
    var parts: [String] = []
    var json: [UInt8] = []
    var message = WireMessage(item)
    while let field = message.next(in: bytes) {
      guard field.kind == .bytes else { continue }
      switch field.number {
      case WandBRecord.key, WandBRecord.nestedKey: parts.append(field.text(in: bytes))
      case WandBRecord.valueJSON: json = Array(field.text(in: bytes).utf8)
      default: break
      }
    }
    // What the tool keeps for itself.
    guard let first = parts.first, first != "_wandb" else { return }
    let key = parts.joined(separator: ".")
    if isRemoval {
      config.removeAll { $0.key == key || $0.key.hasPrefix(key + ".") }
    } else if let known = config.firstIndex(where: { $0.key == key }) {
      config[known].json = json
    } else {
      config.append((key, json))
    }
  }

  /// The settings in the terms of `run.yaml`.
  func metadata() -> LogMetadata {
    var metadata = LogMetadata()
    var unreadable: [String] = []
    for (key, json) in config {
      // A value may be a single one, so that it is looked at as that of a key.
      let scalars = JSONScalars(in: Array("{\"\":".utf8) + json + Array("}".utf8))
      if !scalars.isWhole { unreadable.append(key) }
      for scalar in Self.unwrapped(scalars.values) {
        metadata.addHyperparameter(key + scalar.name, scalar.text, number: scalar.number)
      }
    }
    for tag in tags { metadata.addTag(tag, "true") }
    for (name, text) in fields { metadata.metadata.fields[name] = text }
    if !displayName.isEmpty { metadata.metadata.fields["run"] = displayName }
    if !id.isEmpty { metadata.metadata.fields["run_id"] = id }
    if !unreadable.isEmpty {
      let names = Array(unreadable.prefix(ReadingNote.nameLimit))
      metadata.notes.append(ReadingNote(kind: .unreadableSettings, count: unreadable.count, names: names))
    }
    return metadata
  }

  /// The values in `{"value": …, "desc": …}`, as W&B's own files of settings have them.
  private static func unwrapped(_ scalars: [JSONScalars.Scalar]) -> [JSONScalars.Scalar] {
    let inner = scalars.filter { $0.name != ".desc" }
    guard !inner.isEmpty, inner.allSatisfy({ $0.name == ".value" || $0.name.hasPrefix(".value.") }) else {
      return scalars
    }
    return inner.map { scalar in
      var scalar = scalar
      scalar.name.removeFirst(".value".count)
      return scalar
    }
  }
}
