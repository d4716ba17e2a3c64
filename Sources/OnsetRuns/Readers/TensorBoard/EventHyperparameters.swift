/// Finds the hyperparameters that TensorBoard's hparams plugin keeps among a run's events.
struct EventHyperparameters: RecordSink {
  private var found: [RunMetadata.Hyperparameter] = []

  /// The hyperparameters by name, since a map of protobuf has no order; of one that was said again the last.
  var metadata: LogMetadata {
    var metadata = LogMetadata()
    for one in found.sorted(by: { $0.name < $1.name }) {
      metadata.addHyperparameter(one.name, one.text, number: one.number)
    }
    return metadata
  }

  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var event = WireMessage(from: start, to: end)
    while let field = event.next(in: bytes) {
      guard field.number == Event.summary, field.kind == .bytes else { continue }
      var summary = WireMessage(field)
      while let value = summary.next(in: bytes) {
        if value.number == Event.summaryValue, value.kind == .bytes { takeValue(value, in: bytes) }
      }
    }
    return !event.isDamaged
  }

  private mutating func takeValue(_ value: WireField, in bytes: Span<UInt8>) {
    var message = WireMessage(value)
    while let field = message.next(in: bytes) {
      // Most values are of other tags, and a tag stands first.
      if field.number == Event.valueTag, !field.spells("_hparams_/session_start_info", in: bytes) { return }
      guard field.number == Event.valueMetadata, field.kind == .bytes,
        let content = Self.content(field, in: bytes)
      else { continue }
      // HParamsPluginData.session_start_info.hparams
      Self.forEach(3, of: content, in: bytes) { start in
        Self.forEach(1, of: start, in: bytes) { addEntry($0, in: bytes) }
      }
    }
  }

  /// Whether the metadata of a value are those of the plugin.
  static func isPlugin(_ metadata: WireField, in bytes: Span<UInt8>) -> Bool { content(metadata, in: bytes) != nil }

  /// What the plugin keeps in the metadata of a value.
  private static func content(_ metadata: WireField, in bytes: Span<UInt8>) -> WireField? {
    var message = WireMessage(metadata)
    while let field = message.next(in: bytes) {
      guard field.number == 1, field.kind == .bytes,
        Event.pluginName(field, in: bytes)?.spells("hparams", in: bytes) == true
      else { continue }
      var plugin = WireMessage(field)
      while let part = plugin.next(in: bytes) {
        if part.number == 2, part.kind == .bytes { return part }
      }
    }
    return nil
  }

  private static func forEach(_ number: Int, of parent: WireField, in bytes: Span<UInt8>, _ body: (WireField) -> Void) {
    var message = WireMessage(parent)
    while let field = message.next(in: bytes) {
      if field.number == number, field.kind == .bytes { body(field) }
    }
  }

  /// A name and a `google.protobuf.Value`; lists and structures are passed over.
  private mutating func addEntry(_ entry: WireField, in bytes: Span<UInt8>) {
    var message = WireMessage(entry)
    var name = ""
    var value: WireField?
    while let field = message.next(in: bytes) {
      guard field.kind == .bytes else { continue }
      if field.number == 1 { name = field.text(in: bytes) }
      if field.number == 2 { value = field }
    }
    guard let value, !name.isEmpty else { return }
    var content = WireMessage(value)
    while let field = content.next(in: bytes) {
      switch (field.number, field.kind) {
      case (2, .fixed64):
        let number = Double(bitPattern: field.bits)
        // The plugin has no whole numbers: 128 was written as 128.0.
        let text = Int(exactly: number).map(String.init) ?? "\(number)"
        add(name, text, number: number)
      case (3, .bytes): add(name, field.text(in: bytes))
      case (4, .varint): add(name, field.bits == 0 ? "false" : "true")
      default: break
      }
    }
  }

  private mutating func add(_ name: String, _ text: String, number: Double? = nil) {
    found.removeAll { $0.name == name }
    found.append(RunMetadata.Hyperparameter(name: name, text: text, number: number))
  }
}
