import OnsetText
import OnsetYAML

/// The places of a metadata file where labels are, or would be.
struct LabelledFile {
  private let source: SourceFile
  /// Nil for a file without content.
  private let root: YAMLMapping?
  private let key: YAMLScalar?
  private let value: YAMLNode?

  init(_ source: SourceFile) throws(LabelEditError) {
    self.source = source
    let (root, findings) = Self.isEmpty(source) ? (nil, []) : YAML.load(source)
    guard !findings.containsErrors else { throw .faulty(findings) }
    switch root {
    case nil: self.root = nil
    case .mapping(let mapping): self.root = mapping
    default: throw .faulty(RunMetadataReader.decode(source).findings)
    }
    let entry = self.root?.entries.first { $0.key.text == "labels" }
    key = entry?.key
    value = entry?.value
  }

  /// Whether there is nothing but blank lines and comments, which is no fault where a label is to be written.
  private static func isEmpty(_ source: SourceFile) -> Bool {
    source.bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }).allSatisfy { line in
      let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      return first == nil || first == UInt8(ascii: "#")
    }
  }

  private var items: [YAMLNode] { value?.sequence?.items ?? [] }

  // MARK: Adding

  /// The ways to add a label, the most usual first.
  func adding(_ label: LabelEdit.Label) throws(LabelEditError) -> [[TextEdit]] {
    let flow = LabelText.flow(label)
    guard let root else {
      return [
        [
          insertion(
            startingLine(at: source.bytes.count, "onset: 1\(lineEnd)labels:\(lineEnd)  - \(flow)\(lineEnd)"),
            at: source.bytes.count)
        ]
      ]
    }
    guard let key, let value else { return addingList(to: root, flow) }
    guard value.site == value.range else { throw .shared }
    switch value {
    case .scalar(let scalar) where scalar.isNull:
      if !scalar.range.isEmpty { return [[TextEdit(range: scalar.range, replacement: Array("[\(flow)]".utf8))]] }
      let indentation = spaces(column(of: key.range.lower) + 2)
      return [
        [insertion("\(lineEnd)\(indentation)- \(flow)", at: endOfLine(key.range.upper))],
        [insertion(" [\(flow)]", at: afterColon(of: key))],
      ]
    case .sequence(let list):
      if isFlow(list.range) {
        let place = list.items.last.map(end) ?? list.range.lower + 1
        return [[insertion(list.items.isEmpty ? flow : ", \(flow)", at: place)]]
      }
      guard let last = list.items.last else { throw .changesMore }
      let indentation = spaces(column(of: list.range.lower))
      var text = "\(lineEnd)\(indentation)- \(flow)"
      if let mapping = last.mapping, !isFlow(mapping.range), let first = mapping.entries.first {
        let inner = max(column(of: first.key.range.lower), indentation.count + 2)
        let lines = LabelText.entries(label).map { "\($0.key): \($0.value)" }
        text =
          "\(lineEnd)\(indentation)-\(spaces(inner - indentation.count - 1))"
          + lines.joined(separator: lineEnd + spaces(inner))
      }
      return [[insertion(text, at: endOfLine(end(of: last)))]]
    default: throw .faulty(RunMetadataReader.decode(source).findings)
    }
  }

  private func addingList(to root: YAMLMapping, _ flow: String) -> [[TextEdit]] {
    let last = root.entries.last.map { end(of: $0.value) }
    if isFlow(root.range) {
      return [[insertion((last == nil ? "" : ", ") + "labels: [\(flow)]", at: last ?? root.range.lower + 1)]]
    }
    let indentation = spaces(root.entries.first.map { column(of: $0.key.range.lower) } ?? 0)
    let text = "\(indentation)labels:\(lineEnd)\(indentation)  - \(flow)"
    // At the end of the file; where that is behind the end of the document, behind its last value.
    return [
      [insertion(startingLine(at: source.bytes.count, text + lineEnd), at: source.bytes.count)],
      [insertion(lineEnd + text, at: endOfLine(last ?? root.range.upper))],
    ]
  }

  // MARK: Changing

  /// Which bounds a label has in the file.
  func bounds(ofItem index: Int) throws(LabelEditError) -> (hasEarliest: Bool, hasLatest: Bool) {
    let mapping = try label(index)
    return (mapping["earliest"] != nil, mapping["latest"] != nil)
  }

  func changing(
    item index: Int, step: Int64, earliest: Int64?, latest: Int64?
  ) throws(LabelEditError) -> [TextEdit] {
    let mapping = try label(index)
    var edits: [TextEdit] = []
    var place: YAMLMapping.Entry?
    for (key, number) in [("step", step), ("earliest", earliest), ("latest", latest)] {
      let entry = mapping.entries.first { $0.key.text == key }
      if let entry, let number { edits += try replacing(entry.value, with: number) }
      if entry == nil, let number, let place {
        edits.append(insertion(of: "\(key): \(number)", behind: place, in: mapping))
      }
      // What is missing goes behind what there is of the keys before it.
      if let entry, entry.key.range.lower > place?.key.range.lower ?? -1 { place = entry }
    }
    return merged(edits)
  }

  private func replacing(_ value: YAMLNode, with number: Int64) throws(LabelEditError) -> [TextEdit] {
    guard let scalar = value.scalar, scalar.site == scalar.range else { throw .shared }
    guard scalar.integer != Int(number) else { return [] }
    do throws(ScalarEditError) {
      return [try YAML.replacing(scalar, with: "\(number)", in: source)]
    } catch {
      throw .changesMore
    }
  }

  private func insertion(of text: String, behind entry: YAMLMapping.Entry, in mapping: YAMLMapping) -> TextEdit {
    if isFlow(mapping.range) { return insertion(", \(text)", at: end(of: entry.value)) }
    let indentation = spaces(column(of: entry.key.range.lower))
    return insertion(lineEnd + indentation + text, at: endOfLine(end(of: entry.value)))
  }

  /// The edits, with insertions at one place made one, in their order.
  private func merged(_ edits: [TextEdit]) -> [TextEdit] {
    var merged: [TextEdit] = []
    for edit in edits {
      if edit.range.isEmpty, let last = merged.indices.last, merged[last].range == edit.range {
        merged[last].replacement += edit.replacement
      } else {
        merged.append(edit)
      }
    }
    return merged
  }

  private func label(_ index: Int) throws(LabelEditError) -> YAMLMapping {
    guard let value, value.site == value.range else { throw .shared }
    guard index < items.count, let mapping = items[index].mapping else { throw .changesMore }
    guard mapping.site == mapping.range else { throw .shared }
    return mapping
  }

  // MARK: Removing

  /// The ways to take a label away. The comment behind it goes with it; all others stay.
  func removing(item index: Int) throws(LabelEditError) -> [[TextEdit]] {
    guard let key, let value, value.site == value.range, let list = value.sequence else { throw .shared }
    guard index < items.count else { throw .changesMore }
    let item = items[index]
    if isFlow(list.range) { return [[removal(ofFlowItem: ByteRange(start(of: item), end(of: item)))]] }
    let column = column(of: list.range.lower)
    var first = startOfLine(start(of: item))
    while source.bytes[first..<min(first + column + 1, source.bytes.count)].last != UInt8(ascii: "-"),
      first > list.range.lower
    {
      first = startOfLine(first - 1)
    }
    var last = endOfLine(end(of: item))
    last += LineEnds.count(at: last, in: source.bytes)
    // The last line of a file may have no end; then that of the line before goes.
    if last == source.bytes.count, source.bytes.last != UInt8(ascii: "\n"), first > 0 {
      first -= LineEnds.count(before: first, in: source.bytes)
    }
    var edits = [TextEdit(range: ByteRange(first, last), replacement: [])]
    if items.count == 1 { edits.append(insertion(" []", at: afterColon(of: key))) }
    return [edits]
  }

  /// The item and the comma that parts it from a neighbour.
  private func removal(ofFlowItem range: ByteRange) -> TextEdit {
    let bytes = source.bytes
    func isBlank(_ offset: Int) -> Bool { [UInt8(ascii: " "), 9, 10, 13].contains(bytes[offset]) }
    var after = range.upper
    while after < bytes.count, isBlank(after) { after += 1 }
    if after < bytes.count, bytes[after] == UInt8(ascii: ",") {
      after += 1
      while after < bytes.count, bytes[after] == UInt8(ascii: " ") { after += 1 }
      return TextEdit(range: ByteRange(range.lower, after), replacement: [])
    }
    var before = range.lower
    while before > 0, isBlank(before - 1) { before -= 1 }
    let hasComma = before > 0 && bytes[before - 1] == UInt8(ascii: ",")
    return TextEdit(range: ByteRange(hasComma ? before - 1 : range.lower, range.upper), replacement: [])
  }

  // MARK: Places

  private func isFlow(_ range: ByteRange) -> Bool {
    range.lower < source.bytes.count && [UInt8(ascii: "["), UInt8(ascii: "{")].contains(source.bytes[range.lower])
  }

  /// Where a value begins and ends in the file: an alias where it stands.
  private func start(of node: YAMLNode) -> Int { node.site.lower }
  private func end(of node: YAMLNode) -> Int {
    guard node.site == node.range else { return node.site.upper }
    switch node {
    case .scalar: return node.range.upper
    case .sequence(let list):
      return isFlow(list.range) ? list.range.upper : list.items.last.map(end) ?? list.range.upper
    case .mapping(let mapping):
      return isFlow(mapping.range)
        ? mapping.range.upper : mapping.entries.last.map { end(of: $0.value) } ?? mapping.range.upper
    }
  }

  private func startOfLine(_ offset: Int) -> Int {
    var start = offset
    while start > 0, LineEnds.count(before: start, in: source.bytes) == 0 { start -= 1 }
    return start
  }

  private func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < source.bytes.count, LineEnds.count(at: end, in: source.bytes) == 0 { end += 1 }
    return end
  }

  private func column(of offset: Int) -> Int { offset - startOfLine(offset) }

  private func afterColon(of key: YAMLScalar) -> Int {
    var place = key.range.upper
    while place < source.bytes.count, source.bytes[place] != UInt8(ascii: ":") { place += 1 }
    return min(place + 1, source.bytes.count)
  }

  // MARK: Text

  /// How the file ends its lines.
  private var lineEnd: String {
    source.bytes.firstIndex(of: UInt8(ascii: "\r")).map { $0 + 1 < source.bytes.count && source.bytes[$0 + 1] == 10 }
      == true ? "\r\n" : "\n"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  private func insertion(_ text: String, at offset: Int) -> TextEdit {
    TextEdit(range: .at(offset), replacement: Array(text.utf8))
  }

  /// A text that has to begin a line.
  private func startingLine(at offset: Int, _ text: String) -> String {
    offset == startOfLine(offset) ? text : lineEnd + text
  }
}

/// Line ends that files of labels have.
private enum LineEnds {
  static func count(at offset: Int, in bytes: [UInt8]) -> Int {
    guard offset < bytes.count else { return 0 }
    if bytes[offset] == UInt8(ascii: "\n") { return 1 }
    guard bytes[offset] == UInt8(ascii: "\r") else { return 0 }
    return offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n") ? 2 : 1
  }

  static func count(before offset: Int, in bytes: [UInt8]) -> Int {
    guard offset > 0 else { return 0 }
    if bytes[offset - 1] == UInt8(ascii: "\n") { return offset > 1 && bytes[offset - 2] == UInt8(ascii: "\r") ? 2 : 1 }
    return bytes[offset - 1] == UInt8(ascii: "\r") ? 1 : 0
  }
}
