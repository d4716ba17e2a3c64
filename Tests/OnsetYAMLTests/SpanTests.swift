import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct SpanTests {
  @Test(arguments: [
    // Styles.
    ("v: a b", "a b"), ("v: a b  # comment", "a b"), ("v: a b  \nw: c", "a b"), ("v: 'a ''b'''", "'a ''b'''"),
    ("v: \"a \\\" b\" # comment", "\"a \\\" b\""), ("v: a\n  b\n\n  c\n\nw: d", "a\n  b\n\n  c"),
    ("v: 'a\n  b'\nw: c", "'a\n  b'"), ("v: \"a\\\n  b\"\nw: c", "\"a\\\n  b\""),
    ("v: |\n  a\n  b\n\n\nw: c", "|\n  a\n  b"), ("v: |+\n  a\n\n\nw: c", "|+\n  a"),
    ("v: >-\n  a", ">-\n  a"),
    ("v: >2- # comment\n    a\n  b\n# after\n", ">2- # comment\n    a\n  b"), ("v: |\nw: c", "|"),
    ("v: |2+\n\n\nw: c", "|2+"),
    // Nothing.
    ("v:", ""), ("v: # comment", ""), ("v: &a", ""), ("v: ''", "''"), ("v: ~", "~"),
    // Anchors and tags.
    ("v: &a b", "b"), ("v: !!str b", "b"), ("v: &a !!str b", "b"), ("v: !!str &a b", "b"), ("v: ! b", "b"),
    ("v: !<tag:yaml.org,2002:str> b", "b"), ("v: &a # comment\n  b", "b"), ("v: &a 'b'", "'b'"),
    ("v: &a |\n  b\n", "|\n  b"), ("v: &a [b]", "[b]"), ("v: &a\n  b: c\nw: d", "b: c"),
    ("v: !!map &a # comment\n  # another\n  b: c", "b: c"), ("v: &a\n- b\n- c\nw: d", "- b\n- c"),
    ("v: &a\n  &k b: c", "&k b: c"), ("v: !!seq\n- b", "- b"),
    ("v: &a:b", ":b"),
    // Collections.
    ("v: [a, b] # comment", "[a, b]"), ("v: {a: b,\n  c: d }\nw: e", "{a: b,\n  c: d }"), ("v: []", "[]"),
    ("v:\n  a: b\n  c: d  # comment\n\n# after\nw: e", "a: b\n  c: d"),
    ("v:\n  - a\n  -\n\nw: e", "- a\n  -"),
    ("v:\n  a: |\n    b\n\n\nw: e", "a: |\n    b"), ("v:\n  a: &x b\n  c: *x\n\nw: d", "a: &x b\n  c: *x"),
    ("v:\n  ? a\n  : b\nw: c", "? a\n  : b"), ("v:\n  a:\n\nw: c", "a:"),
    // Characters that count for several bytes, or for none, before it.
    ("\u{FEFF}v: a", "a"), ("é: 😀\nv: a", "a"), ("# 😀\r\nv: a\r\n", "a"), ("x: é\rv: a\rw: b", "a"),
    ("x: é\u{85}v: a\u{85}w: b", "a"), ("x: y\u{2028}v: a\u{2029}w: b", "a"),
    ("x: '😀😀'\r\nv: \"é\" # é", "\"é\""),
    ("\u{FEFF}x: 😀\r\nv: |\r\n  é\r\n\r\nw: b", "|\r\n  é"),
    // A document's marks.
    ("%YAML 1.2\n--- # comment\nv: a\n...\n", "a"), ("---\nv: a\n---", "a"),
  ])
  func `a value's range is its own bytes`(text: String, value: String) throws {
    let source = SourceFile(text)
    let node = try #require(try source.root().mapping?["v"])
    #expect(source.text(in: node.range) == value)
    #expect(node.site == node.range)
  }

  @Test(arguments: [
    ("[a, b]", "0", "a"), ("[a , b ]", "1", "b"), ("[a: b, c]", "0", "a: b"), ("[a: , c]", "0", "a:"),
    ("[a: b , c]", "0/a", "b"), ("[? a : b, c]", "0", "? a : b"), ("{a: b}", "a", "b"),
    ("{\"a\":b}", "a", "b"),
    ("{a: {b: [c]}}", "a", "{b: [c]}"), ("{a: {b: [c]}}", "a/b", "[c]"),
    ("a:\n  b: |\n  # c\nd: e", "a/b", "|"), ("- - a\n  - b\n- c", "0", "- a\n  - b"),
    ("- a: b\n  c: d\n- e", "0", "a: b\n  c: d"), ("- |\n a\n\n- b", "0", "|\n a"),
    ("a:\n- b\n-  c\n", "a/1", "c"),
    ("--- a\n", "", "a"), ("--- |\n a\n\n", "", "|\n a"), ("- ", "0", ""),
  ])
  func `a value inside others has its own range`(text: String, path: String, value: String) throws {
    let source = SourceFile(text)
    let node = try #require(try source.root().at(path))
    #expect(source.text(in: node.range) == value)
  }

  @Test func `an alias is the anchored value, used at another site`() throws {
    let source = SourceFile("a: &x [1, &y b]\nc: *x\nd: {e: *y}\n")
    let root = try source.root()
    let list = try #require(root.at("c"))
    #expect(source.text(in: list.range) == "[1, &y b]")
    #expect(source.text(in: list.site) == "*x")
    #expect(try source.text(in: #require(root.at("c/1")).site) == "b")
    #expect(try source.text(in: #require(root.at("d/e")).site) == "*y")
    #expect(try source.text(in: #require(root.at("d/e")).range) == "b")
  }

  @Test func `an anchor that is defined again means the later value`() throws {
    let root = try SourceFile("- &a 1\n- *a\n- &a [&a 2, *a]\n- *a\n").root()
    #expect(root.outline == #"["1", "1", ["2", "2"], "2"]"#)
  }

  @Test func `an alias can be a key`() throws {
    let source = SourceFile("a: &x b\n*x : c\n")
    let root = try source.root()
    #expect(root.outline == #"{"a": "b", "b": "c"}"#)
    #expect(source.text(in: root.mapping?.entries[1].key.site ?? .at(0)) == "*x")
  }
}
