import OnsetText
import Testing

@testable import OnsetRules

/// A profile in awkward spellings is a profile with the new numbers and nothing else changed.
@Suite struct ProfileEditTests {
  private static let lines = """
    onset: 1
    profile: net # the name
    signals:
      noise: {aliases: [gns]}
      loss:

    # Measured.
    baselines:
      # of the noise
      noise: {mean: '2', std: 1, runs: [a, # one
        b]}   # end

    parameters:
      drop: {window: 5 samples}
    """
  private static let block = """
    onset: 1
    profile: "net"
    baselines: # all of them
        noise:
            mean: &m 2   # the mean
            # and
            std: !!float 1
            runs:
            - a # one
            -  'b'
        other: {mean: *m}
    summary: >-
      Folded
      text.
    """.replacing("&m ", with: "").replacing("*m", with: "2")

  private static let files: [(name: String, text: String)] = [
    ("lines", lines), ("lines and an end", lines + "\n"), ("CR LF", lines.replacing("\n", with: "\r\n") + "\r\n"),
    ("CR", lines.replacing("\n", with: "\r")), ("a byte-order mark", "\u{FEFF}" + lines),
    ("block", block), ("block with CR LF", block.replacing("\n", with: "\r\n")),
    ("in braces", "{onset: 1, profile: net, baselines: {noise: {mean: 2, std: 1}}}"),
    ("in braces, bare", "{onset: 1, profile: net}\n"), ("no section", "# first\nonset: 1\nprofile: net\n# last\n"),
    ("an empty section", "onset: 1\nprofile: net\nbaselines: # none\nsummary: x\n"),
    ("a null section", "onset: 1\nprofile: net\nbaselines: ~ # none\n"),
    ("an empty map", "onset: 1\nprofile: net\nbaselines: {}\n"), ("a marker", "---\nonset: 1\nprofile: net\n...\n"),
    ("an anchor", "onset: 1\nprofile: net\nbaselines: &b\n  noise: &n {mean: &m 1, std: 2}\n"),
  ]

  private static let baselines = [
    ProfileEdit.Baseline(
      metric: "noise", mean: 0.875, std: 1e-7, samples: 12, runs: ["a", "c: d"], measured: "2026-11-24",
      range: "first 10%"),
    ProfileEdit.Baseline(
      metric: "train/loss", mean: -3, std: 0.25, samples: 3, runs: ["null"], measured: "2026-11-24",
      range: "until the first transition"),
  ]

  @Test(arguments: files.indices)
  func `Baselines are written as they are read`(index: Int) throws {
    let source = SourceFile(name: "net.yaml", text: Self.files[index].text)
    let file = try ProfileEdit.setting(Self.baselines, in: source)
    let (model, diagnostics) = ProfileFile.decode(file)
    #expect(diagnostics.map(\.message) == [])
    let profile = try #require(model)
    for expected in Self.baselines {
      let found = try #require(profile.baselines.first { $0.metric.value == expected.metric })
      #expect(found.mean?.value == expected.mean)
      #expect(found.std?.value == expected.std)
      #expect(found.samples?.value == expected.samples)
      #expect(found.runs?.map(\.value) == expected.runs)
      #expect(found.measured?.value == expected.measured)
      #expect(found.range?.value == expected.range)
    }
    let old = try #require(ProfileFile.decode(source).model)
    #expect(profile.name.value == old.name.value)
    #expect(profile.summary?.value == old.summary?.value)
    #expect(profile.signals.map(\.name.value) == old.signals.map(\.name.value))
    #expect(profile.parameters.map(\.ruleset.value) == old.parameters.map(\.ruleset.value))
    #expect(Self.comments(file) == Self.comments(source))
    // Twice is once.
    #expect(try ProfileEdit.setting(Self.baselines, in: file).bytes == file.bytes)
  }

  /// The comments of a file, in order.
  private static func comments(_ file: SourceFile) -> [String] {
    file.text(in: ByteRange(0, file.bytes.count)).split(whereSeparator: \.isNewline).compactMap { line in
      line.firstRange(of: "#").map { String(line[$0.lowerBound...]) }
    }
  }

  @Test func `A measurement on the run gives way to a number`() throws {
    let text = "onset: 1\nprofile: net\nbaselines:\n  noise:\n    measure: {after: 0 steps, over: 9 steps}\n"
    let file = try ProfileEdit.setting([Self.baselines[0]], in: SourceFile(name: "net.yaml", text: text))
    let baseline = try #require(ProfileFile.decode(file).model?.baselines.first)
    #expect(baseline.measure == nil)
    #expect(baseline.mean?.value == 0.875)
  }

  @Test func `A transition in steps becomes one in epochs`() throws {
    let text = "onset: 1\nprofile: net\ntransitions: {end: {step: 5, latest: 9}} # log\n"
    let transition = ProfileEdit.Transition(
      phase: "end", isInEpochs: true, median: 2.5, earliest: 2, latest: 3, runs: 2, measured: "2026-11-24")
    let file = try ProfileEdit.setting([transition], in: SourceFile(name: "net.yaml", text: text))
    #expect(
      file.text(in: ByteRange(0, file.bytes.count))
        == "onset: 1\nprofile: net\ntransitions: {end: {latest: 3, epoch: 2.5, earliest: 2, runs: 2, "
        + "measured: 2026-11-24}} # log\n")
  }

  @Test func `What is shared by an alias is not changed`() {
    let text = "onset: 1\nprofile: net\nbaselines:\n  loss: &l {mean: 1, std: 1}\n  noise: *l\n"
    let error = #expect(throws: ProfileEdit.Failure.self) {
      _ = try ProfileEdit.setting([Self.baselines[0]], in: SourceFile(name: "net.yaml", text: text))
    }
    #expect(error?.description.contains("shared by an alias") == true)
  }
}
