/// Spellings and the numbers that they were given, 0 for the first: a name that is met in each record of a log is known
/// by its bytes, and no string is made of it again.
struct ByteNames {
  /// The numbers by hash, -1 where none is; as many places as a power of two.
  private var places: [Int32] = Array(repeating: -1, count: 64)
  private var hashes: [UInt64] = []
  private var starts: [Int] = [0]
  /// All spellings one after the other, and eight zeros, so that they can be read by words.
  private var spellings: [UInt8] = Array(repeating: 0, count: 8)
  /// Different in each process, so that no log can be made whose names all collide.
  private let seed = UInt64.random(in: .min ... .max)

  var count: Int { hashes.count }

  /// The number of the spelling between two offsets, or -1. Eight bytes must follow it in the span.
  @inline(__always)
  func number(of bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let hash = hash(bytes, start, end)
    let places = places.span
    let mask = places.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let number = Int(places[place])
      if number < 0 { return -1 }
      if hashes[number] == hash, isSpelled(number, bytes, start, end) { return number }
      place = (place &+ 1) & mask
    }
  }

  /// Gives the spelling the next number. It must have none yet.
  mutating func add(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let number = hashes.count
    hashes.append(hash(bytes, start, end))
    spellings.removeLast(8)
    for offset in start..<end { spellings.append(bytes[offset]) }
    starts.append(spellings.count)
    spellings.append(contentsOf: repeatElement(0, count: 8))
    if hashes.count * 2 > places.count {
      places = Array(repeating: -1, count: 4 * places.count)
      for known in hashes.indices { enter(known) }
    } else {
      enter(number)
    }
    return number
  }

  private mutating func enter(_ number: Int) {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hashes[number]) & mask
    while places[place] >= 0 { place = (place + 1) & mask }
    places[place] = Int32(number)
  }

  @inline(__always)
  private func isSpelled(_ number: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let spelled = starts[number]
    let length = end &- start
    guard starts[number &+ 1] &- spelled == length else { return false }
    let spellings = spellings.span
    var done = 0
    while length &- done >= 8 {
      guard bytes.word(at: start &+ done) == spellings.word(at: spelled &+ done) else { return false }
      done &+= 8
    }
    guard done < length else { return true }
    let difference = bytes.word(at: start &+ done) ^ spellings.word(at: spelled &+ done)
    return difference &<< UInt64(truncatingIfNeeded: 64 &- 8 &* (length &- done)) == 0
  }

  /// A multiplication for each eight bytes, its halves folded together.
  @inline(__always)
  private func hash(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var hash = seed ^ UInt64(truncatingIfNeeded: end &- start)
    var position = start
    while end &- position >= 8 {
      hash = fold(hash ^ bytes.word(at: position))
      position &+= 8
    }
    if position < end {
      let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* (end &- position))
      hash = fold(hash ^ (bytes.word(at: position) &<< unused))
    }
    return hash
  }

  @inline(__always)
  private func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
