#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The standard output, written in large pieces.
struct Output {
  private var buffer: [UInt8] = []

  mutating func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Adds what another has that was not flushed yet.
  mutating func append(_ other: Output) throws(OutputError) { try write(other.buffer) }

  mutating func flush() throws(OutputError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try Self.writeAll(buffer, to: STDOUT_FILENO)
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes[offset...].withUnsafeBytes { unsafe Self.writeOnce(descriptor, $0) }
      if written < 0 {
        if errno == EINTR { continue }
        throw errno == EPIPE ? .closed : unsafe .failed(String(cString: strerror(errno)))
      }
      offset += written
    }
  }

  private static func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    unsafe write(descriptor, bytes.baseAddress, bytes.count)
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(descriptor, bytes, count)
    #elseif canImport(Glibc)
      unsafe Glibc.write(descriptor, bytes, count)
    #else
      unsafe Musl.write(descriptor, bytes, count)
    #endif
  }
}

/// Why the output could not be written.
enum OutputError: Error, CustomStringConvertible {
  /// The program that reads it has ended.
  case closed
  case failed(String)

  var description: String {
    switch self {
    case .closed: "the output was closed before all of it was written"
    case .failed(let reason): "the output cannot be written: \(reason)"
    }
  }
}
