import Dispatch
import OnsetText
import Synchronization

/// Builds the tree of a file from libyaml's events, with an explicit stack: the depth of a file is its own affair.
struct TreeBuilder {
  private let bytes: [UInt8]
  private var faults = TreeFaults()
  private var frames: [OpenCollection] = []
  private var open = OpenValues()
  private var anchors = AnchorTable()
  private var root: YAMLNode?
  /// Values so far, those behind aliases included.
  private var nodeCount = 0
  private var lastAlias: ByteRange?

  /// The loader cannot go on: what is wrong is among the faults already.
  private struct Stop: Error {}

  /// The root and the faults of a file whose bytes libyaml can read; no root after an error of syntax.
  ///
  /// The events of a large file are read on another processor: libyaml takes about as long as the tree does.
  static func build(_ bytes: [UInt8]) -> Result {
    let origin = bytes.starts(with: ByteCheck.byteOrderMark) ? ByteCheck.byteOrderMark.count : 0
    guard bytes.count >= readAheadByteCount else {
      guard var parser = LibYAMLParser(bytes, from: origin) else {
        return (nil, [Located(.otherSyntax(LibYAMLError.outOfMemory.problem), at: .at(0))])
      }
      return build(bytes, from: origin) { () throws(LibYAMLError) in try parser.next() }
    }
    let queue = EventQueue()
    let result = Mutex<Result>((nil, []))
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      // The reading is the first part: where one thread does both, it waits for nothing.
      if part == 0 {
        queue.fill(with: bytes, from: origin)
      } else {
        var events = QueuedEvents(queue)
        let built = build(bytes, from: origin) { () throws(LibYAMLError) in try events.next() }
        queue.stop()
        result.withLock { $0 = built }
      }
    }
    return result.withLock { $0 }
  }

  typealias Result = (root: YAMLNode?, faults: [Located<YAMLFault>])

  /// Reading a smaller file is not worth another processor.
  private static let readAheadByteCount = 200_000

  private static func build(
    _ bytes: [UInt8], from origin: Int, _ next: () throws(LibYAMLError) -> LibYAMLEvent
  ) -> Result {
    var builder = TreeBuilder(bytes: bytes)
    do {
      try builder.run(from: origin, next)
      return (builder.root, builder.faults.found)
    } catch {
      return (nil, builder.faults.found)
    }
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func run(
    from origin: Int, _ next: () throws(LibYAMLError) -> LibYAMLEvent
  ) throws(Stop) {
    var documentCount = 0
    while true {
      let event = try event(next, documentCount)
      let range = event.range
      switch event.kind {
      case .streamStart, .documentEnd: break
      case .documentStart:
        documentCount += 1
        if documentCount > 1 {
          faults.report(.secondDocument, at: range)
          return
        }
      case .streamEnd:
        if documentCount == 0 { throw stop(.empty, at: .at(origin)) }
        return
      case .alias(let name): try addAlias(name, at: range)
      case .scalar(let properties, let style, let text):
        try addScalar(text, style: style, properties: properties, event: range)
      case .sequenceStart(let properties, let isFlow):
        try open(.sequence, properties: properties, isFlow: isFlow, event: range)
      case .mappingStart(let properties, let isFlow):
        try open(.mapping, properties: properties, isFlow: isFlow, event: range)
      case .sequenceEnd, .mappingEnd: close(event: range)
      }
    }
  }

  private mutating func event(
    _ next: () throws(LibYAMLError) -> LibYAMLEvent, _ documentCount: Int
  ) throws(Stop) -> LibYAMLEvent {
    do {
      return try next()
    } catch {
      let bracket = frames.last {
        $0.isFlow && (bytes[$0.lower] == UInt8(ascii: "[") || bytes[$0.lower] == UInt8(ascii: "{"))
      }
      let fault = SyntaxFaults.fault(for: error, in: bytes, openBracket: bracket?.lower, documentCount: documentCount)
      throw stop(fault.value, at: fault.range)
    }
  }

  private mutating func stop(_ fault: YAMLFault, at range: ByteRange) -> Stop {
    faults.end(fault, at: range)
    return Stop()
  }

  // MARK: Nodes

  private mutating func addAlias(_ name: String, at range: ByteRange) throws(Stop) {
    switch anchors[name] {
    case nil:
      faults.report(.undefinedAlias(name), at: range)
      add(nil, size: .init(), end: range.upper)
    case .open:
      faults.report(.aliasInsideItself(name), at: range)
      add(nil, size: .init(), end: range.upper)
    case .closed(let node, let size):
      lastAlias = range
      if frames.count + size.height > YAML.Limits.nesting { throw stop(.nestedTooDeep, at: range) }
      try count(size.nodes)
      var used = node
      used?.site = range
      add(used, size: size, end: range.upper)
    }
  }

  private mutating func addScalar(
    _ text: String, style: ScalarStyle, properties: LibYAMLEvent.Properties, event: ByteRange
  ) throws(Stop) {
    try count(1)
    let start = NodeProperties.skip(2, from: event.lower, to: event.upper, in: bytes)
    let range = event.isEmpty ? .at(placeOfNothing(before: start)) : ByteRange(start, event.upper)
    // libyaml drops the tag `!`, which says that a value is no number.
    let tag = properties.tag ?? (start > event.lower && bytes[event.lower] == UInt8(ascii: "!") ? "!" : nil)
    let scalar = scalar(text, style: style, tag: tag, at: range)
    let end = scalar.range.upper
    let node = checkTag(properties.tag, event: event) ? YAMLNode.scalar(consume scalar) : nil
    if let name = properties.anchor { anchors.define(name, node, size: .init(nodes: 1, height: 0)) }
    add(node, size: .init(nodes: 1, height: 0), end: end)
  }

  /// The place of a value that is not there: behind its key's `:`, where libyaml gives the next token's place.
  private func placeOfNothing(before offset: Int) -> Int {
    guard let top = frames.last, top.isAwaitingValue else { return offset }
    var place = offset
    while place > top.lastEnd {
      let before = bytes[place - 1]
      guard
        LineBreaks.isBlank(at: place - 1, in: bytes) || before == UInt8(ascii: "\n")
          || before == UInt8(ascii: "\r")
      else { break }
      place -= 1
    }
    return place
  }

  private func scalar(_ text: String, style: ScalarStyle, tag: String?, at range: ByteRange) -> YAMLScalar {
    var range = range
    var mapped: MappedText?
    switch style {
    case .plain, .singleQuoted, .doubleQuoted:
      if let map = TextMap.verbatim(text, in: bytes, at: style == .plain ? range : range.insideQuotes) {
        return YAMLScalar(
          text: text, range: range, rarities: NodeRarities(tag: tag), map: map, style: style, isInFlow: isInFlow)
      }
      mapped = FlowScalarDecoder.decode(style, at: range, of: bytes)
    case .literal, .folded:
      let result = BlockScalarDecoder.decode(
        at: range.lower, of: bytes, parentColumns: blockColumns(), expected: Array(text.utf8))
      mapped = result?.text
      if let result { range.upper = result.end }
    }
    // libyaml's text is the one that counts. No file is known for which the two differ.
    let map = mapped.flatMap { $0.text.elementsEqual(text.utf8) ? $0.map : nil }
    return YAMLScalar(
      text: text, range: range, rarities: NodeRarities(tag: tag),
      map: map ?? .whole(textCount: text.utf8.count, at: range), style: style, isInFlow: isInFlow)
  }

  /// Whether a bracket is open: between brackets there are no blocks.
  private var isInFlow: Bool { frames.last?.isFlow ?? false }

  /// The columns of the innermost open block collections, of which one is the parent of a block scalar.
  private func blockColumns() -> [Int] {
    frames.reversed().prefix(4).map { frame in
      var lower = frame.lower
      var column = 0
      while lower > 0, LineBreaks.count(at: lower - 1, in: bytes) == 0 {
        lower -= 1
        if bytes[lower] & 0xC0 != 0x80 { column += 1 }
      }
      return column
    }
  }

  /// Whether a tag means something; where it does not, that is a fault.
  private mutating func checkTag(_ tag: String?, event: ByteRange) -> Bool {
    guard let tag, tag != "!", !tag.hasPrefix("tag:yaml.org,2002:") else { return true }
    // The tag may stand before or after an anchor.
    var lower = event.lower
    if lower < event.upper, bytes[lower] == UInt8(ascii: "&") {
      lower = NodeProperties.skip(1, from: lower, to: event.upper, in: bytes)
    }
    let upper = NodeProperties.endOfProperty(from: lower, to: bytes.count, in: bytes)
    faults.report(.unknownTag(tag), at: ByteRange(lower, upper))
    return false
  }

  private mutating func count(_ nodes: Int) throws(Stop) {
    nodeCount += nodes
    if nodeCount > YAML.Limits.nodes, let lastAlias { throw stop(.tooManyNodes, at: lastAlias) }
  }

  // MARK: Collections

  private mutating func open(
    _ kind: OpenCollection.Kind, properties: LibYAMLEvent.Properties, isFlow: Bool, event: ByteRange
  ) throws(Stop) {
    try count(1)
    var propertyCount = 0
    if properties.anchor != nil { propertyCount += 1 }
    if properties.tag != nil { propertyCount += 1 }
    let lower = NodeProperties.skip(propertyCount, from: event.lower, to: bytes.count, in: bytes)
    if frames.count == YAML.Limits.nesting { throw stop(.nestedTooDeep, at: ByteRange(lower, lower + 1)) }
    let isUsable = checkTag(properties.tag, event: ByteRange(event.lower, bytes.count))
    frames.append(
      OpenCollection(
        kind, lower: lower, isFlow: isFlow, tag: properties.tag, isUsable: isUsable,
        anchor: properties.anchor.map { anchors.open($0) }, in: open))
  }

  private mutating func close(event: ByteRange) {
    guard let frame = frames.popLast() else { return }
    // A block collection ends where its last value does, and so does a pair without braces in a list.
    let upper = frame.isFlow && !event.isEmpty ? event.upper : frame.lastEnd
    let finished = frame.node(range: ByteRange(frame.lower, upper), from: &open)
    let node = frame.isUsable ? finished : nil
    if let anchor = frame.anchor { anchors.close(anchor, node, size: frame.size) }
    add(node, size: frame.size, end: upper)
  }

  /// Gives a value to the collection that is open; nil for one that could not be read.
  private mutating func add(_ node: consuming YAMLNode?, size: NodeSize, end: Int) {
    guard let top = frames.indices.last else {
      root = node
      return
    }
    frames[top].add(node, size: size, end: end, to: &open, &faults)
  }
}

/// How many values a value has, itself included, and how many collections are inside each other in it.
struct NodeSize {
  var nodes = 0
  var height = 0
}

extension ByteRange {
  /// What stands between the quotes of a quoted scalar.
  fileprivate var insideQuotes: ByteRange { ByteRange(lower + 1, upper - 1) }
}
