package import OnsetText

extension YAML {
  /// The edits that lay a file out as Onset's files are: two spaces for each level, one space after `:`, `-` and `,`
  /// and none inside brackets, no blanks at the end of a line, no two empty lines together, an empty line between the
  /// items of the lists that `separatedKeys` name at the top, and one line end at the end.
  ///
  /// Only what stands between the values changes, and the indentation of lines; values, keys, comments, their order,
  /// the kind of line ends and a byte-order mark stay. The edits do not overlap, and none reaches from one line of a
  /// scalar into another.
  ///
  /// - Parameter root: The file's tree; a file with findings is not laid out.
  package static func layoutEdits(
    for source: SourceFile, root: YAMLNode, separatedKeys: Set<String>
  ) -> [TextEdit] {
    var layout = Layout(source.bytes, root: root, separatedKeys: separatedKeys)
    return layout?.edits() ?? []
  }

  /// The comments of a file in order, without blanks at their ends; nil for a file that is no YAML.
  package static func comments(of source: SourceFile, root: YAMLNode) -> [String]? {
    guard let pieces = LayoutPieces(source.bytes, root: root) else { return nil }
    var comments: [String] = []
    var end = pieces.origin
    for piece in pieces.visible + [.at(source.bytes.count)] {
      for line in GapLine.lines(of: ByteRange(end, piece.lower), in: source.bytes) {
        if let comment = line.comment { comments.append(source.text(in: comment)) }
      }
      end = piece.upper
    }
    return comments
  }
}

/// The tokens of a file with the exact ends of its scalars.
struct LayoutPieces {
  /// In order; those that have no bytes only mark where something begins or ends.
  let tokens: [LibYAMLToken]
  /// The scalars by the offset at which they begin.
  let scalars: [Int: YAMLScalar]
  /// After the byte-order mark.
  let origin: Int

  /// The ranges of the tokens that have bytes.
  var visible: [ByteRange] { tokens.map(\.range).filter { !$0.isEmpty } }

  init?(_ bytes: [UInt8], root: YAMLNode) {
    origin = bytes.starts(with: ByteCheck.byteOrderMark) ? ByteCheck.byteOrderMark.count : 0
    guard let raw = LibYAMLParser.tokens(of: bytes, from: origin) else { return nil }
    var scalars: [Int: YAMLScalar] = [:]
    root.visitScalars { scalar in
      if !scalar.range.isEmpty { scalars[scalar.range.lower] = scalar }
    }
    self.scalars = scalars
    // The end that libyaml gives for a block scalar runs past the blank lines after it.
    tokens = raw.map { token in
      guard case .scalar = token.kind, let scalar = scalars[token.range.lower] else { return token }
      return LibYAMLToken(kind: token.kind, range: scalar.range)
    }
  }
}

extension YAMLNode {
  /// Every scalar of the tree, keys included, those behind an alias each time they are used.
  package func visitScalars(_ body: (YAMLScalar) -> Void) {
    switch self {
    case .scalar(let scalar): body(scalar)
    case .sequence(let sequence):
      for item in sequence.items { item.visitScalars(body) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        body(entry.key)
        entry.value.visitScalars(body)
      }
    }
  }

  /// Whether another tree is the same but for its places: the same structure, tags and styles, and texts of which
  /// `areSame` says that they are.
  package func isSame(as other: YAMLNode, where areSame: (YAMLScalar, YAMLScalar) -> Bool) -> Bool {
    switch (self, other) {
    case (.scalar(let left), .scalar(let right)):
      left.style == right.style && left.tag == right.tag && areSame(left, right)
    case (.sequence(let left), .sequence(let right)):
      left.items.count == right.items.count && left.tag == right.tag
        && zip(left.items, right.items).allSatisfy { $0.isSame(as: $1, where: areSame) }
    case (.mapping(let left), .mapping(let right)):
      left.entries.count == right.entries.count && left.tag == right.tag
        && zip(left.entries, right.entries).allSatisfy {
          YAMLNode.scalar($0.key).isSame(as: .scalar($1.key), where: areSame)
            && $0.value.isSame(as: $1.value, where: areSame)
        }
    default: false
    }
  }
}
