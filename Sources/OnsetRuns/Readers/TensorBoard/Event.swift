/// The fields of TensorBoard's messages that matter here, by their numbers: `tensorflow.Event`, `Summary.Value` and what
/// hangs on them.
enum Event {
  static let step = 2
  static let graph = 4
  static let summary = 5
  static let logMessage = 6
  static let sessionLog = 7
  static let runMetadata = 8
  static let metaGraph = 9

  static let summaryValue = 1
  static let valueTag = 1
  static let valueSimple = 2
  static let valueTensor = 8
  static let valueMetadata = 9

  /// Whether a `SessionLog` says START.
  static func isSessionStart(_ sessionLog: WireField, in bytes: Span<UInt8>) -> Bool {
    var message = WireMessage(sessionLog)
    var isStart = false
    while let field = message.next(in: bytes) {
      if field.number == 1, field.kind == .varint { isStart = field.bits == 1 }
    }
    return isStart
  }

  /// Whether the metadata of a value say that the tag's tensors are scalars: by the plugin, or by the class of data
  /// that plugins of other names give.
  static func saysScalar(_ metadata: WireField, in bytes: Span<UInt8>) -> Bool {
    var message = WireMessage(metadata)
    var isScalar = false
    while let field = message.next(in: bytes) {
      switch field.number {
      case 1 where field.kind == .bytes:
        if pluginName(field, in: bytes)?.spells("scalars", in: bytes) == true { isScalar = true }
      case 4 where field.kind == .varint:
        if field.bits == 1 { isScalar = true }
      default: break
      }
    }
    return isScalar
  }

  /// The name in a `SummaryMetadata.PluginData`.
  static func pluginName(_ pluginData: WireField, in bytes: Span<UInt8>) -> WireField? {
    var message = WireMessage(pluginData)
    while let field = message.next(in: bytes) {
      if field.number == 1, field.kind == .bytes { return field }
    }
    return nil
  }
}
