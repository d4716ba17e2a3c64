import CZlib

/// Writes protobuf messages for tests, a field at a time.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  static func message(_ body: (inout WireWriter) -> Void) -> [UInt8] {
    var writer = WireWriter()
    body(&writer)
    return writer.bytes
  }

  static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<(Value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  mutating func varint(_ number: Int, _ value: Int64) {
    bytes += Self.varint(UInt64(number) << 3) + Self.varint(UInt64(bitPattern: value))
  }

  mutating func double(_ number: Int, _ value: Double) {
    bytes += Self.varint(UInt64(number) << 3 | 1) + Self.littleEndian(value.bitPattern)
  }

  mutating func float(_ number: Int, _ value: Float) {
    bytes += Self.varint(UInt64(number) << 3 | 5) + Self.littleEndian(value.bitPattern)
  }

  mutating func bytes(_ number: Int, _ content: [UInt8]) {
    bytes += Self.varint(UInt64(number) << 3 | 2) + Self.varint(UInt64(content.count)) + content
  }

  mutating func text(_ number: Int, _ text: String) { bytes(number, Array(text.utf8)) }

  mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) { bytes(number, Self.message(body)) }
}

/// Writes event files for tests.
enum EventFile {
  /// A record with its length and its checksums.
  static func record(_ payload: [UInt8]) -> [UInt8] {
    let length = WireWriter.littleEndian(UInt64(payload.count))
    return length + masked(length) + payload + masked(payload)
  }

  /// The checksum bit by bit, as the polynomial defines it.
  static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = ~0
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1) * 0x82F6_3B78 }
    }
    return ~remainder
  }

  static func masked(_ bytes: [UInt8]) -> [UInt8] {
    let crc = crc32c(bytes)
    return WireWriter.littleEndian((crc >> 15 | crc << 17) &+ 0xA282_EAD8)
  }

  static func event(step: Int64, _ body: (inout WireWriter) -> Void) -> [UInt8] {
    record(
      WireWriter.message {
        $0.double(1, 1_700_000_000)
        if step != 0 { $0.varint(2, step) }
        body(&$0)
      })
  }

  static var version: [UInt8] { event(step: 0) { $0.text(3, "brain.Event:2") } }

  static func scalar(_ tag: String, _ step: Int64, _ value: Float) -> [UInt8] {
    event(step: step) {
      $0.message(5) {
        $0.message(1) {
          $0.text(1, tag)
          $0.float(2, value)
        }
      }
    }
  }

  /// A tensor, with its plugin where one is given.
  static func tensor(
    _ tag: String, _ step: Int64, type: Int64, plugin: String? = "scalars", _ body: (inout WireWriter) -> Void
  ) -> [UInt8] {
    event(step: step) {
      $0.message(5) {
        $0.message(1) {
          $0.text(1, tag)
          $0.message(8) {
            $0.varint(1, type)
            $0.message(2) { _ in }
            body(&$0)
          }
          if let plugin { $0.message(9) { $0.message(1) { $0.text(1, plugin) } } }
        }
      }
    }
  }

  static func start(_ step: Int64) -> [UInt8] { event(step: step) { $0.message(7) { $0.varint(1, 1) } } }
}

/// Writes `.wandb` files for tests.
struct WandBFile {
  private(set) var bytes: [UInt8] = [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE, 0]
  private var number: Int64 = 0

  /// The records of a run and its history.
  init(id: String = "abc123", name: String = "", started: Int64 = 1_700_000_000, config: [(String, String)] = []) {
    add(17) {
      $0.text(1, id)
      $0.text(3, "project")
      $0.message(4) { message in
        for (key, json) in config {
          message.message(1) {
            $0.text(1, key)
            $0.text(16, json)
          }
        }
      }
      if !name.isEmpty { $0.text(8, name) }
      $0.text(10, "baseline")
      $0.message(17) { $0.varint(1, started) }
    }
  }

  /// A record of a kind, in as many parts as the blocks make of it.
  mutating func add(_ kind: Int, _ body: (inout WireWriter) -> Void) {
    number += 1
    let payload = WireWriter.message {
      $0.varint(1, number)
      $0.message(kind, body)
    }
    var position = 0
    repeat {
      var left = 32_768 - bytes.count % 32_768
      if left < 7 {
        bytes += Array(repeating: 0, count: left)
        left = 32_768
      }
      let count = min(left - 7, payload.count - position)
      let isFirst = position == 0
      let isLast = position + count == payload.count
      let type: UInt8 = isFirst ? (isLast ? 1 : 2) : (isLast ? 4 : 3)
      let part = payload[position..<(position + count)]
      bytes +=
        WireWriter.littleEndian(Self.crc32([type] + part)) + WireWriter.littleEndian(UInt16(count)) + [type] + part
      position += count
    } while position < payload.count
  }

  /// A row of the history: keys by their parts, values as JSON.
  mutating func row(step: Int64?, _ items: [([String], String)]) {
    add(2) { history in
      for (parts, json) in items {
        history.message(1) {
          for part in parts { $0.text(2, part) }
          $0.text(16, json)
        }
      }
      if let step { history.message(2) { if step != 0 { $0.varint(1, step) } } }
    }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: unsafe CZlib.crc32(0, bytes, UInt32(bytes.count)))
  }
}
