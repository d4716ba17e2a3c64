/// The number in a `TensorProto` of one element.
enum TensorScalar {
  /// Its value as a double: floats widened, whole numbers up to 2^53 exact. Nil for a tensor of no or several elements,
  /// and for types that are no real number.
  static func value(of tensor: WireField, in bytes: Span<UInt8>) -> Double? {
    var message = WireMessage(tensor)
    var type = ElementType.other
    var content: WireField?
    var list: WireField?
    var hasOneElement = true
    while let field = message.next(in: bytes) {
      switch field.number {
      case 1 where field.kind == .varint: type = ElementType(rawValue: field.bits) ?? .other
      case 2 where field.kind == .bytes: hasOneElement = hasOneElement && isOneElement(shape: field, in: bytes)
      case 4 where field.kind == .bytes: content = field.isEmpty ? nil : field
      case 5...7, 10, 11, 13, 16, 17:
        // Two fields of a list, where its numbers are not packed, are two elements.
        if list != nil { return nil }
        list = field
      default: break
      }
    }
    guard !message.isDamaged, hasOneElement else { return nil }
    if let content { return value(ofContent: content, type, in: bytes) }
    guard let list, list.number == type.listField else { return nil }
    return value(ofList: list, type, in: bytes)
  }

  /// The types of elements, by their numbers in `DataType`.
  private enum ElementType: UInt64 {
    case other = 0
    case float = 1
    case double = 2
    case int32 = 3
    case uint8 = 4
    case int16 = 5
    case int8 = 6
    case int64 = 9
    case bool = 10
    case brainFloat = 14
    case uint16 = 17
    case half = 19
    case uint32 = 22
    case uint64 = 23

    /// The field of a `TensorProto` that lists elements of the type.
    var listField: Int {
      switch self {
      case .other: 0
      case .float: 5
      case .double: 6
      case .int32, .uint8, .int16, .int8, .uint16: 7
      case .int64: 10
      case .bool: 11
      case .half, .brainFloat: 13
      case .uint32: 16
      case .uint64: 17
      }
    }

    var byteCount: Int {
      switch self {
      case .other: 0
      case .uint8, .int8, .bool: 1
      case .int16, .uint16, .half, .brainFloat: 2
      case .float, .int32, .uint32: 4
      case .double, .int64, .uint64: 8
      }
    }

    /// What the bits of one element are as a number.
    func value(_ bits: UInt64) -> Double {
      switch self {
      case .other: .nan
      case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .double: Double(bitPattern: bits)
      case .int8: Double(Int8(truncatingIfNeeded: bits))
      case .int16: Double(Int16(truncatingIfNeeded: bits))
      case .int32: Double(Int32(truncatingIfNeeded: bits))
      case .int64: Double(Int64(bitPattern: bits))
      case .uint8: Double(UInt8(truncatingIfNeeded: bits))
      case .uint16: Double(UInt16(truncatingIfNeeded: bits))
      case .uint32: Double(UInt32(truncatingIfNeeded: bits))
      case .uint64: Double(bits)
      case .bool: bits == 0 ? 0 : 1
      case .brainFloat: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
      case .half: TensorScalar.half(UInt16(truncatingIfNeeded: bits))
      }
    }
  }

  private static func isOneElement(shape: WireField, in bytes: Span<UInt8>) -> Bool {
    var message = WireMessage(shape)
    while let dimension = message.next(in: bytes) {
      guard dimension.number == 2, dimension.kind == .bytes else { continue }
      var size: UInt64 = 0
      var fields = WireMessage(dimension)
      while let field = fields.next(in: bytes) {
        if field.number == 1, field.kind == .varint { size = field.bits }
      }
      if size != 1 { return false }
    }
    return true
  }

  /// The element as it lies in memory.
  private static func value(ofContent content: WireField, _ type: ElementType, in bytes: Span<UInt8>) -> Double? {
    guard type != .other, content.end - content.start == type.byteCount else { return nil }
    var bits: UInt64 = 0
    for offset in content.start..<content.end {
      bits |= UInt64(bytes[offset]) << UInt64(8 * (offset - content.start))
    }
    return type.value(bits)
  }

  /// The only element of a list, packed or not.
  private static func value(ofList list: WireField, _ type: ElementType, in bytes: Span<UInt8>) -> Double? {
    let kind: WireField.Kind =
      switch type {
      case .float: .fixed32
      case .double: .fixed64
      default: .varint
      }
    if list.kind == kind { return type.value(list.bits) }
    guard list.kind == .bytes else { return nil }
    var elements = WireMessage(list)
    guard let bits = elements.nextPacked(kind, in: bytes), elements.position == list.end, !elements.isDamaged else {
      return nil
    }
    return type.value(bits)
  }

  /// A number of 16 bits: a sign, 5 bits of exponent, 10 of fraction. Swift's own type is not there on every machine.
  private static func half(_ bits: UInt16) -> Double {
    let fraction = Double(bits & 0x3FF)
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}
