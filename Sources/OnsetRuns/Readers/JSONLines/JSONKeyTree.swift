/// The keys that a log's objects have been seen to hold, nested ones below theirs.
///
/// Loggers write the same keys in the same order again and again. Each key remembers which one followed it
/// last time, and that guess is compared with the text; only when it fails is the key looked up.
struct JSONKeyTree {
  /// A key at one place of the tree. The root, 0, is the line's object itself.
  struct Key {
    /// Where its bytes as written, the closing quote included, are kept.
    fileprivate var offset = 0
    fileprivate var length = 0
    /// The key that came after it, in the same object, when it was last read; -1 for none.
    var next = -1
    /// The first key of the object that is its value; -1 for none.
    var first = -1
    /// The column of its numbers; -1 before it has had a plain value.
    var column = -1
  }

  /// What stands between the keys of a nested name.
  private let joiner: Character
  private(set) var keys = [Key()]
  private var spellings: [UInt8] = Array(repeating: 0, count: 16)
  private var names = [""]
  private var depths = [0]
  private var children: [[Int]] = [[]]
  private var lookups: [[[UInt8]: Int]] = [[:]]

  /// Objects with so many different keys are no log, and each key costs memory.
  static let limit = 4 * RunBuilder.metricLimit

  /// A tree without keys.
  init(joiner: Character = ".") { self.joiner = joiner }

  /// The full name: the keys from the root on, joined.
  func name(of key: Int) -> String { names[key] }

  /// How many objects deep a key lies; 1 for those of the line itself.
  func depth(of key: Int) -> Int { depths[key] }

  /// The last part of the name.
  func lastName(of key: Int) -> Substring {
    let name = names[key]
    return depths[key] == 1
      ? name[...] : name.split(separator: joiner, omittingEmptySubsequences: false).last ?? ""
  }

  mutating func setColumn(_ column: Int, of key: Int) { keys[key].column = column }

  /// The offset after the closing quote where the text from `position` on, the first byte after the opening
  /// quote, spells the key; else -1.
  @inline(__always)
  func end(of key: Int, in text: Span<UInt8>, at position: Int, count: Int) -> Int {
    let length = keys[key].length
    let offset = keys[key].offset
    guard position &+ length <= count else { return -1 }
    let spelled = spellings.span
    var done = 0
    while length &- done >= 8 {
      guard text.word(at: position &+ done) == spelled.word(at: offset &+ done) else { return -1 }
      done &+= 8
    }
    if done < length {
      let difference = text.word(at: position &+ done) ^ spelled.word(at: offset &+ done)
      let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* (length &- done))
      guard difference &<< unused == 0 else { return -1 }
    }
    return position &+ length
  }

  /// Looks up the key that is spelled at `position` below `parent`, after `previous` (-1: the object's
  /// first), and remembers that it came there. Nil for a fault in the text, or with too many keys.
  mutating func find(
    in text: Span<UInt8>, at position: Int, count: Int, below parent: Int, after previous: Int
  ) -> (key: Int, end: Int)? {
    let end = JSONText.skipString(text, position)
    guard end >= 0, end <= count,
      let key = known(text, position, end, parent) ?? add(text, position, end, parent)
    else { return nil }
    if previous < 0 {
      keys[parent].first = key
    } else {
      keys[previous].next = key
    }
    return (key, end)
  }

  private func known(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ parent: Int) -> Int? {
    if lookups[parent].isEmpty {
      return children[parent].first { self.end(of: $0, in: text, at: start, count: end) == end }
    }
    return lookups[parent][bytes(of: text, start, end)]
  }

  private mutating func add(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ parent: Int) -> Int? {
    guard keys.count < Self.limit, let name = JSONText.unescaped(text, from: start, to: end - 1) else {
      return nil
    }
    var key = Key()
    key.offset = spellings.count - 16
    key.length = end - start
    let spelling = bytes(of: text, start, end)
    spellings.removeLast(16)
    spellings.append(contentsOf: spelling)
    // Zeros after the last spelling, so that it can be read by words.
    spellings.append(contentsOf: repeatElement(0, count: 16))
    let index = keys.count
    keys.append(key)
    names.append(parent == 0 ? name : names[parent] + String(joiner) + name)
    depths.append(depths[parent] + 1)
    children.append([])
    lookups.append([:])
    children[parent].append(index)
    if !lookups[parent].isEmpty {
      lookups[parent][spelling] = index
    } else if children[parent].count > 12 {
      for child in children[parent] {
        let spelled = spellings[keys[child].offset..<(keys[child].offset + keys[child].length)]
        lookups[parent][Array(spelled)] = child
      }
    }
    return index
  }

  private func bytes(of text: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end - start)
    for offset in start..<end { bytes.append(text[offset]) }
    return bytes
  }
}
