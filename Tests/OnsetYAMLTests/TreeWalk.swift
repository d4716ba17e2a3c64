import OnsetText
import OnsetYAML
import Testing

extension YAMLNode {
  /// Every node of a tree once for each place at which it is reached, keys included, the outer ones first.
  var all: [YAMLNode] {
    switch self {
    case .scalar: [self]
    case .sequence(let sequence): [self] + sequence.items.flatMap(\.all)
    case .mapping(let mapping): [self] + mapping.entries.flatMap { [.scalar($0.key)] + $0.value.all }
    }
  }

  /// Every scalar of a tree, keys included.
  var allScalars: [YAMLScalar] { all.compactMap(\.scalar) }

  /// A tree without its places, for comparison and for reading.
  var outline: String {
    switch self {
    case .scalar(let scalar): "\(scalar.text.debugDescription)\(scalar.tag.map { " !\($0)" } ?? "")"
    case .sequence(let sequence): "[" + sequence.items.map(\.outline).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{"
        + mapping.entries.map { "\(YAMLNode.scalar($0.key).outline): \($0.value.outline)" }.joined(
          separator: ", ")
        + "}"
    }
  }

  /// The node at a path of keys and indices: `a/0/b`.
  func at(_ path: String) -> YAMLNode? {
    var node: YAMLNode? = self
    for step in path.split(separator: "/") {
      if let items = node?.sequence?.items {
        node = Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
      } else {
        node = node?.mapping?[String(step)]
      }
    }
    return node
  }
}

extension SourceFile {
  /// The root of a file that is expected to have one.
  func root(sourceLocation: SourceLocation = #_sourceLocation) throws -> YAMLNode {
    let (root, diagnostics) = YAML.load(self)
    let drawing = DiagnosticRenderer(usesColour: false).render(diagnostics)
    guard let root else {
      Issue.record("\(drawing)", sourceLocation: sourceLocation)
      throw CancellationError()
    }
    return root
  }

  init(_ text: String) { self.init(name: "file.yaml", text: text) }
}
