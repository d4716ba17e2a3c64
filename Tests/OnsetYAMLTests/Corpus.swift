import OnsetText
import Testing
@testable import OnsetYAML

/// Files that are valid and as awkward as YAML allows: for the tests that hold for every file.
enum Corpus {
  struct File: CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var source: SourceFile { SourceFile(path: "\(name).yaml", bytes: bytes) }
    var testDescription: String { name }
  }

  static let files: [File] = texts.map { File(name: $0.name, bytes: Array($0.text.utf8)) }

  private static let texts: [(name: String, text: String)] = [
    ("rules", rules),
    ("rules with CR LF", rules.replacing("\n", with: "\r\n")),
    ("rules with CR", rules.replacing("\n", with: "\r")),
    ("rules with a byte-order mark", "\u{FEFF}" + rules),
    (
      "rules with NEL, LS and PS",
      rules.replacing("# comment\n", with: "# comment\u{85}\n# \u{2028}# \u{2029}\n")
    ),
    ("anchors", anchors), ("anchors with CR LF", anchors.replacing("\n", with: "\r\n")),
    ("styles", styles), ("styles with CR LF", styles.replacing("\n", with: "\r\n")),
    ("styles with NEL", styles.replacing("\n", with: "\u{85}")),
    ("styles with PS", styles.replacing("\n", with: "\u{2029}")),
    ("blocks", blocks), ("blocks with CR LF", blocks.replacing("\n", with: "\r\n")),
    ("blocks with LS", blocks.replacing("\n", with: "\u{2028}")),
    ("flow", flow), ("flow with CR LF", flow.replacing("\n", with: "\r\n")),
    (
      "empty values",
      "a:\nb: # comment\nc: &x\nd: !!str\n? e\n? f\n:\n- g".replacing("\n- g", with: " \ng: [a: , b: c, ]\n")
    ),
    ("a scalar", "# only\n'one' # scalar\n"), ("a block scalar", "--- |\n one\n  two\n\n"),
    ("two marks", "\u{FEFF}a: é\nb: 𝛽 # 𝛾\nc: x"), ("markers", "%YAML 1.2\n---\na: b\n...\n# end\n"),
    ("no last line end", "a: |\n  text"),
    (
      "keys",
      "'a b': 1\n\"c\\td\": 2\n? >-\n  long\n  key\n: 3\n&k e: 4\n!!str f: 5\n*k : 6\n".replacing(
        "*k : 6\n", with: "")
    ),
  ]

  private static let rules = """
    # comment
    onset: 1
    ruleset: noise-drop          # unique
    summary: Halve the rate when “feature learning” starts 🚀 now.
    phases: [underfitting, feature_learning , memorization]   # optional
    parameters:
      window: 50 samples
      drop: {value: 3, tune: [1.5, 6]}
    let:
      "smooth": mean(gradient_noise_scale, window)
    rules:
      - rule: noise-scale-drop
        when: smooth < baseline(gradient_noise_scale)
          - drop * sigma(`grad/😀`)

          and true
        for: 10 samples
        confirm: {that: "val_loss <
            at_detection(val_loss)", within: 2 epochs}
        then:
        - {scale: learning_rate, by: 0.5, floor: 1e-5}
        - {notify: 'it''s {gradient_noise_scale} at step {step}'}
      -   rule: second
          when: >-
            a
            < b

            and c

      - rule: third
        when: |
          x > 1 # no comment
        at_most: 3

    """

  private static let anchors = """
    a: &one 1
    b: *one
    c: &list [1, &two "2", *two]
    d: !!map &map
      # comment
      e: &drei 'tre'
    f: *list
    g: !!str   # comment
      12
    h: !<tag:yaml.org,2002:str> &x text
    i: [*map, !!str b, &y c]
    j: &m {k: *one}
    l: &block |
      text
    m: *block
    n: !!seq
    - &item o
    - *item
    &key p: q

    """

  private static let styles = """
    plain: a b  c
    spread: a
      b
       c

      d
    single: 'a ''b'' c'
    folded single: 'a
       b

      c '
    double: "a \\"b\\" \\\\ \\x41 \\u00e9 \\U0001F600 \\N\\_\\L\\P \\/"
    folded double: "a \\
      b\\n
       c  \\
       \\  d

      e"
    empty single: ''
    empty double: ""
    blank: "  "
    lines: "

      "

    """

  private static let blocks = """
    literal: |
      a
       b

      c
    stripped: |-
      a

    kept: |+
      a


    folded: >
      a
      b

      c
        d
        e

      f


    indicated: |2-
        a
      b
    comment: >2+ # comment
       a
      b

    list:
    - |
     a
    - >1

      b
    - - |2
         c
        d
    - key: |1-
        e
    empty: |
    empty kept: |+


    blank first: |

      a
    spaces: |
      a
     \u{20}\u{20}\u{20}
      b
    tabs: |
      a\t
      \tb
    last: >-
      end

    """

  private static let flow = """
    a: [b, 'c', "d", {e: f, g: [h]}, [], {}]
    i: {"j":k, 'l': m, n, o: , p: "q
       r"}
    s: [
      t, # comment
      u: v,
      ? w : x,
      multi
        line,
    ]
    z: {a: {b: {c: [d, [e]]}}}

    """
}
