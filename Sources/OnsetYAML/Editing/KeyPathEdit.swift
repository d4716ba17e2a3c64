package import OnsetText

extension YAML {
  /// The file with a value at the end of some keys, and every byte that has nothing to do with it as it was.
  ///
  /// A scalar that is there is replaced where it stands, in its style; one that says the same number already stays as
  /// it is spelt. A list is changed item by item where there are comments inside it. Of a mapping the keys that are
  /// given are set, and the others stay. Keys that are missing are added as the file writes such things: in braces or
  /// in lines, as far in as its neighbours, with its line ends. Anchors, tags and comments stay.
  ///
  /// Each edit is loaded again, and made only if its tree is the old one with the value changed and nothing else.
  package static func setting(
    _ path: [String], to value: NewValue, in source: SourceFile
  ) throws(KeyPathEditError) -> SourceFile {
    try KeyPathEdit(path, in: source).setting(value)
  }

  /// The file without a key and its value, and with the comment behind it gone too; as it is where there is no such key.
  package static func removing(_ path: [String], in source: SourceFile) throws(KeyPathEditError) -> SourceFile {
    try KeyPathEdit(path, in: source).removing()
  }
}

/// An edit of the value at the end of some keys of one state of a file.
private struct KeyPathEdit {
  private let path: [String]
  private let source: SourceFile
  private let places: WrittenPlaces
  /// Nil for a file without content.
  private let root: YAMLNode?

  init(_ path: [String], in source: SourceFile) throws(KeyPathEditError) {
    self.path = path
    self.source = source
    places = WrittenPlaces(source)
    let (root, findings) = places.isEmpty ? (nil, []) : YAML.load(source)
    guard !findings.containsErrors else { throw .faulty(findings) }
    self.root = root
  }

  // MARK: The way

  /// How far the keys are there.
  private enum Way {
    /// All of them, with the value and the entry that has it (nil for the root).
    case node(YAMLNode, YAMLMapping.Entry?)
    /// A mapping lacks the key that follows the first so many.
    case lacking(YAMLMapping, depth: Int)
    /// A key has no value, and the next key was to be in it.
    case empty(YAMLMapping.Entry, depth: Int)
    case emptyFile
  }

  private func way() throws(KeyPathEditError) -> Way {
    guard var node = root else { return .emptyFile }
    var last: YAMLMapping.Entry?
    for (depth, key) in path.enumerated() {
      guard node.site == node.range else { throw .shared(path: Array(path[..<depth])) }
      guard let mapping = node.mapping else {
        if let last, node.scalar?.isNull == true { return .empty(last, depth: depth) }
        throw .otherKind(path: Array(path[..<depth]), expected: "a mapping")
      }
      guard let position = mapping.position(of: key) else { return .lacking(mapping, depth: depth) }
      last = mapping.entries[position]
      node = mapping.entries[position].value
    }
    guard node.site == node.range else { throw .shared(path: path) }
    return .node(node, last)
  }

  // MARK: Setting

  func setting(_ value: NewValue) throws(KeyPathEditError) -> SourceFile {
    switch try way() {
    case .emptyFile:
      let entries = entries(of: value.under(path))
      let text = entries.map { layout.entry($0, at: 0) }.joined(separator: places.lineEnd)
      return try first(of: [[places.appending(text)]], value)
    case .lacking(let mapping, let depth):
      return try first(of: insertions(of: .init(path[depth], value.under(path[(depth + 1)...])), into: mapping), value)
    case .empty(let entry, let depth):
      return try first(of: fillings(of: entry, with: value.under(path[depth...])), value)
    case .node(let node, let entry):
      return try replacing(node, entry, with: value)
    }
  }

  private func replacing(
    _ node: YAMLNode, _ entry: YAMLMapping.Entry?, with value: NewValue
  ) throws(KeyPathEditError) -> SourceFile {
    switch (node, value) {
    case (.scalar(let scalar), .scalar(let text)):
      if Self.says(scalar, text) { return source }
      return try first(of: replacement(of: scalar, with: text), value)
    case (.scalar(let scalar), _) where scalar.isNull:
      guard let entry else { throw .changesMore(path: path) }
      return try first(of: fillings(of: entry, with: value), value)
    case (.scalar(let scalar), .list):
      let text = layout.flow(value, at: places.column(of: scalar.range.lower))
      return try first(of: [[TextEdit(range: scalar.range, replacement: Array(text.utf8))]], value)
    case (.sequence(let list), .list(let texts)): return try changing(list, to: texts)
    case (.mapping, .mapping(let entries, _)):
      var file = source
      for entry in entries { file = try YAML.setting(path + [entry.key], to: entry.value, in: file) }
      return file
    case (_, .scalar): throw .otherKind(path: path, expected: "a single value")
    case (_, .list): throw .otherKind(path: path, expected: "a list")
    case (_, .mapping): throw .otherKind(path: path, expected: "a mapping")
    }
  }

  private func replacement(of scalar: YAMLScalar, with text: String) throws(KeyPathEditError) -> [[TextEdit]] {
    do throws(ScalarEditError) {
      return [[try YAML.replacing(scalar, with: text, in: source)]]
    } catch {
      throw .changesMore(path: path)
    }
  }

  /// Whether a scalar says a text, or the same number.
  private static func says(_ scalar: YAMLScalar, _ text: String) -> Bool {
    if scalar.text.utf8.elementsEqual(text.utf8) { return true }
    guard let number = scalar.numberEvenIfQuoted else { return false }
    return switch CoreSchema.value(of: text) {
    case .integer(let value): Double(value) == number
    case .number(let value): value == number
    default: false
    }
  }

  // MARK: Lists

  private func changing(_ list: YAMLSequence, to texts: [String]) throws(KeyPathEditError) -> SourceFile {
    let value = NewValue.list(texts)
    if value.isValue(of: .sequence(list)) { return source }
    if places.isFlow(list.range), hasOnlyItems(list) {
      let text = layout.flow(value, at: places.column(of: list.range.lower))
      if let file = tried([TextEdit(range: list.range, replacement: Array(text.utf8))], value) { return file }
    }
    return try changingItems(of: list, to: texts)
  }

  /// Whether nothing but commas and spaces is between the items of a list in brackets.
  private func hasOnlyItems(_ list: YAMLSequence) -> Bool {
    var offset = list.range.lower + 1
    for item in list.items {
      guard item.site == item.range, isGap(offset, item.range.lower) else { return false }
      offset = item.range.upper
    }
    return isGap(offset, list.range.upper - 1)
  }

  private func isGap(_ lower: Int, _ upper: Int) -> Bool {
    guard lower <= upper else { return false }
    return source.bytes[lower..<upper].allSatisfy { Array(" \t\r\n,".utf8).contains($0) }
  }

  /// Changes one item after the other, so that what stands beside them stays; each state is an edit of its own.
  private func changingItems(of list: YAMLSequence, to texts: [String]) throws(KeyPathEditError) -> SourceFile {
    let old = list.items.map { $0.scalar?.text }
    guard let known = old as? [String] else { throw .otherKind(path: path, expected: "a list of texts") }
    var next = known
    let edits: [[TextEdit]]
    if let index = zip(known, texts).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      guard case .scalar(let scalar) = list.items[index], scalar.site == scalar.range else {
        throw .shared(path: path)
      }
      next[index] = texts[index]
      edits = try replacement(of: scalar, with: texts[index])
    } else if known.count > texts.count, let item = list.items.last {
      next.removeLast()
      edits = removals(of: item, in: list)
    } else {
      next.append(texts[known.count])
      edits = appendings(of: texts[known.count], to: list)
    }
    let file = try first(of: edits, .list(next))
    return next == texts ? file : try YAML.setting(path, to: .list(texts), in: file)
  }

  private func appendings(of text: String, to list: YAMLSequence) -> [[TextEdit]] {
    let text = YAML.spelling(of: text)
    guard let last = list.items.last else {
      return places.isFlow(list.range) ? [[places.insertion(text, at: list.range.lower + 1)]] : []
    }
    if places.isFlow(list.range) { return [[places.insertion(", \(text)", at: places.end(of: last))]] }
    let line = places.lineEnd + WrittenPlaces.spaces(places.column(of: list.range.lower)) + "- \(text)"
    return [[places.insertion(line, at: places.endOfLine(places.end(of: last)))]]
  }

  private func removals(of item: YAMLNode, in list: YAMLSequence) -> [[TextEdit]] {
    let range = ByteRange(places.start(of: item), places.end(of: item))
    if places.isFlow(list.range) { return [[places.removal(inFlow: range)]] }
    return [[places.removal(fromLineOf: range.lower, throughLineOf: range.upper)]]
  }

  // MARK: Inserting

  /// The ways to add a key to a mapping, the most usual first.
  private func insertions(of entry: NewValue.Entry, into mapping: YAMLMapping) -> [[TextEdit]] {
    if places.isFlow(mapping.range) {
      let text = layout.entry(entry, at: 0, inFlow: true)
      let inside = mapping.range.lower + 1
      guard let last = mapping.entries.last else { return [[places.insertion(text, at: inside)]] }
      return [
        [places.insertion(", \(text)", at: max(places.end(of: last.value), last.key.range.upper))],
        [places.insertion("\(text), ", at: inside)],
      ]
    }
    guard let first = mapping.entries.first, let last = mapping.entries.last else { return [] }
    let column = places.column(of: first.key.range.lower)
    let spaces = WrittenPlaces.spaces(column)
    let text = layout.entry(styled(entry, like: mapping), at: column)
    let isRoot = root?.range == mapping.range
    let gap = isRoot && hasGaps(mapping) ? places.lineEnd : ""
    let end = max(places.end(of: last.value), last.key.range.upper)
    return [
      [places.insertion(gap + places.lineEnd + spaces + text, at: places.endOfLine(end))],
      [places.insertion(gap + places.startingLine(at: source.bytes.count, spaces + text), at: source.bytes.count)],
      [places.insertion(text + places.lineEnd + spaces, at: last.key.range.lower)],
    ]
  }

  /// A mapping in the style of the last one beside it.
  private func styled(_ entry: NewValue.Entry, like siblings: YAMLMapping) -> NewValue.Entry {
    guard case .mapping(let entries, _) = entry.value else { return entry }
    let last = siblings.entries.last { $0.value.mapping != nil && $0.value.site == $0.value.range }
    guard let last, root?.range != siblings.range else { return entry }
    return NewValue.Entry(entry.key, .mapping(entries, inBraces: places.isFlow(last.value.range)))
  }

  /// Whether an empty line stands before a key of a mapping.
  private func hasGaps(_ mapping: YAMLMapping) -> Bool {
    mapping.entries.dropFirst().contains { entry in
      var line = places.startOfLine(entry.key.range.lower)
      while line > 0 {
        let previous = places.startOfLine(line - places.lineEndCount(before: line))
        guard previous < line else { return false }
        let first = source.bytes[previous..<line].first { $0 != UInt8(ascii: " ") }
        guard first == UInt8(ascii: "#") else {
          return first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r")
        }
        line = previous
      }
      return false
    }
  }

  /// The ways to give a key that has no value one.
  private func fillings(of entry: YAMLMapping.Entry, with value: NewValue) -> [[TextEdit]] {
    let range = entry.value.range
    let colon = places.afterColon(of: entry.key)
    let flow = { (place: Int) in layout.flow(value, at: places.column(of: place)) }
    if !range.isEmpty { return [[TextEdit(range: range, replacement: Array(flow(range.lower).utf8))]] }
    let inline = [places.insertion(" " + flow(colon + 1), at: colon)]
    guard case .mapping(let entries, inBraces: false) = value else { return [inline] }
    let column = places.column(of: entry.key.range.lower) + layout.indentation
    let lines = entries.map { places.lineEnd + WrittenPlaces.spaces(column) + layout.entry($0, at: column) }
    return [[places.insertion(lines.joined(), at: places.endOfLine(colon))], inline]
  }

  // MARK: Removing

  func removing() throws(KeyPathEditError) -> SourceFile {
    guard case .node(let node, let entry?) = try way() else { return source }
    let range = ByteRange(entry.key.range.lower, max(places.end(of: node), places.afterColon(of: entry.key)))
    return try first(
      of: [
        [places.removal(fromLineOf: range.lower, throughLineOf: range.upper)], [places.removal(inFlow: range)],
      ], nil)
  }

  // MARK: Checking

  private var layout: NewValueLayout {
    NewValueLayout(lineEnd: places.lineEnd, indentation: root.flatMap(indentation) ?? 2)
  }

  /// By how much the first mapping in lines is further in than its key.
  private func indentation(of node: YAMLNode) -> Int? {
    guard case .mapping(let mapping) = node, !places.isFlow(mapping.range) else { return nil }
    for entry in mapping.entries {
      guard case .mapping(let inner) = entry.value, inner.site == inner.range, !places.isFlow(inner.range),
        let first = inner.entries.first
      else { continue }
      let step = places.column(of: first.key.range.lower) - places.column(of: entry.key.range.lower)
      if step > 0 { return step }
    }
    return nil
  }

  private func entries(of value: NewValue) -> [NewValue.Entry] {
    if case .mapping(let entries, _) = value { entries } else { [] }
  }

  private func first(of candidates: [[TextEdit]], _ value: NewValue?) throws(KeyPathEditError) -> SourceFile {
    for edits in candidates {
      if let file = tried(edits, value) { return file }
    }
    throw .changesMore(path: path)
  }

  /// The edited file, if it is the old one with the value changed.
  private func tried(_ edits: [TextEdit], _ value: NewValue?) -> SourceFile? {
    let file = SourceFile(path: source.path, bytes: source.applying(edits))
    let (new, findings) = YAML.load(file)
    guard let new, !findings.containsErrors, TreeChange(path: path, value: value).isWhatHappened(root, new) else {
      return nil
    }
    return file
  }
}
