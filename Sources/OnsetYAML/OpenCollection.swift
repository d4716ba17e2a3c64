import OnsetText

/// A list or mapping whose end has not been seen yet.
struct OpenCollection {
  enum Kind { case sequence, mapping }

  let kind: Kind
  let lower: Int
  let isFlow: Bool
  let tag: String?
  /// Whether it is given to the tree; a collection with an unknown tag is not.
  let isUsable: Bool
  let anchor: AnchorTable.OpenAnchor?
  /// The end of the last value so far.
  private(set) var lastEnd: Int
  private(set) var size = NodeSize(nodes: 1, height: 1)

  /// Where in the shared store of values this collection's own begin.
  private let first: Int
  private var isPartial = false
  /// The keys so far, those whose values are dropped too, once there are too many to search the entries.
  private var keys: [String: ByteRange]?
  private var droppedKeys: [(text: String, site: ByteRange)] = []
  private var key = KeyState.none

  private enum KeyState {
    case none
    /// A key that is the last of those that wait for their values.
    case read
    /// A key whose value is read and dropped.
    case dropped
  }

  init(
    _ kind: Kind, lower: Int, isFlow: Bool, tag: String?, isUsable: Bool, anchor: AnchorTable.OpenAnchor?,
    in open: OpenValues
  ) {
    first = kind == .sequence ? open.items.count : open.entries.count
    self.kind = kind
    self.lower = lower
    self.isFlow = isFlow
    self.tag = tag
    self.isUsable = isUsable
    self.anchor = anchor
    lastEnd = lower
  }

  /// Whether what comes next is the value of a key.
  var isAwaitingValue: Bool { key != .none }

  /// Takes the next item, key or value; nil for one that could not be read. What is wrong with a key is reported.
  mutating func add(
    _ node: consuming YAMLNode?, size added: NodeSize, end: Int, to open: inout OpenValues, _ faults: inout TreeFaults
  ) {
    lastEnd = max(lastEnd, end)
    size.nodes += added.nodes
    size.height = max(size.height, added.height + 1)
    if kind == .sequence {
      if let node { open.items.append(node) } else { isPartial = true }
      return
    }
    switch key {
    case .none: setKey(node, &open, &faults)
    case .read:
      let scalar = open.keys.removeLast()
      if let node {
        open.entries.append(.init(key: scalar, value: node))
      } else {
        isPartial = true
        droppedKeys.append((scalar.text, scalar.site))
      }
      key = .none
    case .dropped: key = .none
    }
  }

  private mutating func setKey(_ node: consuming YAMLNode?, _ open: inout OpenValues, _ faults: inout TreeFaults) {
    key = .dropped
    guard let node else {
      isPartial = true
      return
    }
    guard case .scalar(let scalar) = node else {
      faults.report(.keyIsNoText, at: node.site)
      return
    }
    if let known = site(ofKey: scalar.text, among: open.entries) {
      faults.report(.duplicateKey(scalar.text, first: known), at: scalar.site)
      return
    }
    keys?[scalar.text] = scalar.site
    open.keys.append(scalar)
    key = .read
  }

  /// The place of an earlier key with this text. A few keys are searched, which costs less than hashing them.
  private mutating func site(ofKey text: String, among entries: [YAMLMapping.Entry]) -> ByteRange? {
    if let keys { return keys[text] }
    if entries.count - first + droppedKeys.count < 16 {
      for index in first..<entries.count where entries[index].key.text.isSpelt(as: text) {
        return entries[index].key.site
      }
      return droppedKeys.first { $0.text == text }?.site
    }
    let known = entries[first...].map { ($0.key.text, $0.key.site) } + droppedKeys.map { ($0.text, $0.site) }
    keys = Dictionary(known, uniquingKeysWith: { first, _ in first })
    return keys?[text]
  }

  /// The finished collection, its values taken out of those that are open.
  func node(range: ByteRange, from open: inout OpenValues) -> YAMLNode {
    switch kind {
    case .sequence:
      let items = Array(open.items[first...])
      open.items.removeLast(items.count)
      return .sequence(
        YAMLSequence(items: items, range: range, rarities: NodeRarities(tag: tag), isPartial: isPartial))
    case .mapping:
      let entries = Array(open.entries[first...])
      open.entries.removeLast(entries.count)
      return .mapping(
        YAMLMapping(entries: entries, range: range, rarities: NodeRarities(tag: tag), isPartial: isPartial))
    }
  }
}

/// The values of all the collections that are open, those of the innermost last: a collection gets memory of its
/// own once its size is known.
struct OpenValues {
  fileprivate(set) var items: [YAMLNode] = []
  fileprivate(set) var entries: [YAMLMapping.Entry] = []
  /// The keys whose values have not been read.
  fileprivate var keys: [YAMLScalar] = []
}

/// What is wrong with a file, found while its tree is built.
struct TreeFaults {
  private(set) var found: [Located<YAMLFault>] = []

  /// Adds a fault, unless there are more than anybody reads.
  mutating func report(_ fault: YAMLFault, at range: ByteRange) {
    if found.count < YAML.Limits.faults { found.append(Located(fault, at: range)) }
  }

  /// Adds the fault that ends the reading: it is kept always, as it says why there is no tree.
  mutating func end(_ fault: YAMLFault, at range: ByteRange) { found.append(Located(fault, at: range)) }
}

/// The anchors of a file as they are defined; a name that is defined again means the later value.
struct AnchorTable {
  /// A definition whose value has not ended.
  struct OpenAnchor {
    var name: String
    var number: Int
  }

  enum State {
    /// The value has not ended: an alias to it would hold itself.
    case open
    /// The value, nil where it could not be read.
    case closed(YAMLNode?, NodeSize)
  }

  private var states: [String: (number: Int, state: State)] = [:]
  private var count = 0

  subscript(name: String) -> State? { states[name]?.state }

  /// Begins the definition of an anchor on a collection.
  mutating func open(_ name: String) -> OpenAnchor {
    count += 1
    states[name] = (count, .open)
    return OpenAnchor(name: name, number: count)
  }

  /// Ends a definition, unless the name was defined again inside it.
  mutating func close(_ anchor: OpenAnchor, _ node: YAMLNode?, size: NodeSize) {
    guard states[anchor.name]?.number == anchor.number else { return }
    states[anchor.name] = (anchor.number, .closed(node, size))
  }

  /// Defines an anchor on a scalar.
  mutating func define(_ name: String, _ node: YAMLNode?, size: NodeSize) {
    close(open(name), node, size: size)
  }
}
