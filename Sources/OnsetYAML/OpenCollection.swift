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

  private var items: [YAMLNode] = []
  private var entries: [YAMLMapping.Entry] = []
  private var isPartial = false
  /// The keys so far, those whose values are dropped too.
  private var keys = KeyTable()
  private var key = KeyState.none

  private enum KeyState {
    case none
    case read(YAMLScalar)
    /// A key whose value is read and dropped.
    case dropped
  }

  init(
    _ kind: Kind, lower: Int, isFlow: Bool, tag: String?, isUsable: Bool, anchor: AnchorTable.OpenAnchor?
  ) {
    self.kind = kind
    self.lower = lower
    self.isFlow = isFlow
    self.tag = tag
    self.isUsable = isUsable
    self.anchor = anchor
    lastEnd = lower
  }

  /// Whether what comes next is the value of a key.
  var isAwaitingValue: Bool {
    if case .none = key { false } else { true }
  }

  /// Takes the next item, key or value; nil for one that could not be read. Gives what is wrong with a key.
  mutating func add(_ node: YAMLNode?, size added: NodeSize, end: Int) -> Located<YAMLFault>? {
    lastEnd = max(lastEnd, end)
    size.nodes += added.nodes
    size.height = max(size.height, added.height + 1)
    if kind == .sequence {
      if let node { items.append(node) } else { isPartial = true }
      return nil
    }
    switch key {
    case .none: return setKey(node)
    case .read(let scalar):
      if let node { entries.append(.init(key: scalar, value: node)) } else { isPartial = true }
    case .dropped: break
    }
    key = .none
    return nil
  }

  private mutating func setKey(_ node: YAMLNode?) -> Located<YAMLFault>? {
    key = .dropped
    guard let node else {
      isPartial = true
      return nil
    }
    guard let scalar = node.scalar else { return Located(.keyIsNoText, at: node.site) }
    if let first = keys.add(scalar.text, at: scalar.site) {
      return Located(.duplicateKey(scalar.text, first: first), at: scalar.site)
    }
    key = .read(scalar)
    return nil
  }

  /// The finished collection.
  func node(range: ByteRange) -> YAMLNode {
    switch kind {
    case .sequence:
      .sequence(YAMLSequence(items: items, range: range, site: range, tag: tag, isPartial: isPartial))
    case .mapping:
      .mapping(YAMLMapping(entries: entries, range: range, site: range, tag: tag, isPartial: isPartial))
    }
  }
}

/// The keys of a mapping and where they are. A few are searched, which costs less than hashing them.
private struct KeyTable {
  private var few: [(text: String, site: ByteRange)] = []
  private var many: [String: ByteRange] = [:]

  /// Adds a key; gives the place of the one with the same text, where there is one.
  mutating func add(_ text: String, at site: ByteRange) -> ByteRange? {
    if let known = few.first(where: { $0.text == text })?.site ?? (many.isEmpty ? nil : many[text]) { return known }
    if few.count < 16 { few.append((text, site)) } else { many[text] = site }
    return nil
  }
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
