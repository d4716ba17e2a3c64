import OnsetText
import OnsetYAML

/// The places of a metadata file where labels are, or would be.
struct LabelledFile {
  private let source: SourceFile
  private let places: WrittenPlaces
  /// Nil for a file without content.
  private let root: YAMLMapping?
  private let key: YAMLScalar?
  private let value: YAMLNode?

  init(_ source: SourceFile) throws(LabelEditError) {
    self.source = source
    places = WrittenPlaces(source)
    // That there is nothing is no fault where a label is to be written.
    let (root, findings) = places.isEmpty ? (nil, []) : YAML.load(source)
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

  private var items: [YAMLNode] { value?.sequence?.items ?? [] }

  // MARK: Adding

  /// The ways to add a label, the most usual first.
  func adding(_ label: LabelEdit.Label) throws(LabelEditError) -> [[TextEdit]] {
    let flow = LabelText.flow(label)
    guard let root else {
      return [
        [
          places.insertion(
            places.startingLine(
              at: source.bytes.count, "onset: 1\(places.lineEnd)labels:\(places.lineEnd)  - \(flow)\(places.lineEnd)"),
            at: source.bytes.count)
        ]
      ]
    }
    guard let key, let value else { return addingList(to: root, flow) }
    guard value.site == value.range else { throw .shared }
    switch value {
    case .scalar(let scalar) where scalar.isNull:
      if !scalar.range.isEmpty { return [[TextEdit(range: scalar.range, replacement: Array("[\(flow)]".utf8))]] }
      let indentation = WrittenPlaces.spaces(places.column(of: key.range.lower) + 2)
      return [
        [places.insertion("\(places.lineEnd)\(indentation)- \(flow)", at: places.endOfLine(key.range.upper))],
        [places.insertion(" [\(flow)]", at: places.afterColon(of: key))],
      ]
    case .sequence(let list):
      if places.isFlow(list.range) {
        let place = list.items.last.map(places.end) ?? list.range.lower + 1
        return [[places.insertion(list.items.isEmpty ? flow : ", \(flow)", at: place)]]
      }
      guard let last = list.items.last else { throw .changesMore }
      let indentation = WrittenPlaces.spaces(places.column(of: list.range.lower))
      var text = "\(places.lineEnd)\(indentation)- \(flow)"
      if let mapping = last.mapping, !places.isFlow(mapping.range), let first = mapping.entries.first {
        let inner = max(places.column(of: first.key.range.lower), indentation.count + 2)
        let lines = LabelText.entries(label).map { "\($0.key): \($0.value)" }
        text =
          "\(places.lineEnd)\(indentation)-\(WrittenPlaces.spaces(inner - indentation.count - 1))"
          + lines.joined(separator: places.lineEnd + WrittenPlaces.spaces(inner))
      }
      return [[places.insertion(text, at: places.endOfLine(places.end(of: last)))]]
    default: throw .faulty(RunMetadataReader.decode(source).findings)
    }
  }

  private func addingList(to root: YAMLMapping, _ flow: String) -> [[TextEdit]] {
    let last = root.entries.last.map { places.end(of: $0.value) }
    if places.isFlow(root.range) {
      return [[places.insertion((last == nil ? "" : ", ") + "labels: [\(flow)]", at: last ?? root.range.lower + 1)]]
    }
    let indentation = WrittenPlaces.spaces(root.entries.first.map { places.column(of: $0.key.range.lower) } ?? 0)
    let text = "\(indentation)labels:\(places.lineEnd)\(indentation)  - \(flow)"
    // At the end of the file; where that is behind the end of the document, behind its last value.
    return [
      [places.insertion(places.startingLine(at: source.bytes.count, text + places.lineEnd), at: source.bytes.count)],
      [places.insertion(places.lineEnd + text, at: places.endOfLine(last ?? root.range.upper))],
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
    if places.isFlow(mapping.range) { return places.insertion(", \(text)", at: places.end(of: entry.value)) }
    let indentation = WrittenPlaces.spaces(places.column(of: entry.key.range.lower))
    return places.insertion(places.lineEnd + indentation + text, at: places.endOfLine(places.end(of: entry.value)))
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
    if places.isFlow(list.range) {
      return [[places.removal(inFlow: ByteRange(places.start(of: item), places.end(of: item)))]]
    }
    let column = places.column(of: list.range.lower)
    var first = places.startOfLine(places.start(of: item))
    while source.bytes[first..<min(first + column + 1, source.bytes.count)].last != UInt8(ascii: "-"),
      first > list.range.lower
    {
      first = places.startOfLine(first - 1)
    }
    var last = places.endOfLine(places.end(of: item))
    last += places.lineEndCount(at: last)
    // The last line of a file may have no end; then that of the line before goes.
    if last == source.bytes.count, source.bytes.last != UInt8(ascii: "\n"), first > 0 {
      first -= places.lineEndCount(before: first)
    }
    var edits = [TextEdit(range: ByteRange(first, last), replacement: [])]
    if items.count == 1 { edits.append(places.insertion(" []", at: places.afterColon(of: key))) }
    return [edits]
  }
}
