private import CZlib

/// Unpacks gzip data as they come, member after member.
///
/// zlib's interface is pointers. They are made anew for each call from arrays of known size and do not live
/// longer; zlib keeps only its own state, which `deinit` frees.
@safe
struct GzipInflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private var packed: [UInt8]
  private var packedStart = 0
  private var packedEnd = 0
  private var memberIsOpen = true
  private var producedAny = false
  private(set) var isDamaged = false
  private var isFinished = false

  /// Begins with bytes of the file that are already read. `fileSize` is 0 where it is not known.
  init(startingWith beginning: [UInt8], fileSize: Int) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    packed = beginning
    let room = fileSize > 0 ? min(fileSize, 128 << 10) : 128 << 10
    packed.append(contentsOf: repeatElement(0, count: room))
    packedEnd = beginning.count
    // 15 bits of window, and 16 says that the data are gzip. It fails only for want of memory.
    let code = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if code != Z_OK { isDamaged = true }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Unpacks at most `count` bytes to `buffer[offset...]`; 0 at the end of the data, or where they are
  /// damaged from here on.
  mutating func read(
    from file: borrowing LogFile, into buffer: inout [UInt8], at offset: Int, count: Int
  ) throws(RunError) -> Int {
    precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count, "the bytes read have a place")
    while !isFinished, !isDamaged, count > 0 {
      if packedStart == packedEnd {
        packedStart = 0
        packedEnd = try file.read(into: &packed, at: 0, count: packed.count)
        if packedEnd == 0 {
          isFinished = true
          if memberIsOpen { isDamaged = true }
          break
        }
      }
      if !memberIsOpen {
        // Another member, or zeros that fill up the last block; anything else is damage.
        if packed[packedStart] == 0 {
          packedStart += 1
          continue
        }
        guard unsafe inflateReset(stream) == Z_OK else { break }
        memberIsOpen = true
      }
      let produced = inflateOnce(into: &buffer, at: offset, count: count)
      if produced > 0 {
        producedAny = true
        return produced
      }
    }
    if isDamaged, !producedAny { throw .damagedCompression(path: file.path) }
    return 0
  }

  /// One call of zlib, with what is at hand.
  private mutating func inflateOnce(into buffer: inout [UInt8], at offset: Int, count: Int) -> Int {
    let available = packedEnd - packedStart
    let room = min(count, Int(Int32.max))
    let code = unsafe packed.withUnsafeMutableBufferPointer { input in
      unsafe buffer.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress?.advanced(by: packedStart)
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = output.baseAddress?.advanced(by: offset)
        unsafe stream.pointee.avail_out = UInt32(room)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    packedStart = unsafe packedEnd - Int(stream.pointee.avail_in)
    let produced = unsafe room - Int(stream.pointee.avail_out)
    unsafe stream.pointee.next_in = nil
    unsafe stream.pointee.next_out = nil
    switch code {
    case Z_OK: break
    case Z_STREAM_END: memberIsOpen = false
    // No progress with these bytes: more are needed, and the caller brings them.
    case Z_BUF_ERROR where packedStart == packedEnd: break
    default: isDamaged = true
    }
    return produced
  }
}
