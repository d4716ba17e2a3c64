import OnsetText
import Testing

@testable import OnsetRuns

@Suite struct RunMetadataTests {
  private func decode(_ text: String) -> (metadata: RunMetadata, findings: [Diagnostic]) {
    RunMetadataReader.decode(SourceFile(path: "run.yaml", bytes: Array(text.utf8)))
  }

  @Test func `every field is read, and those that have no meaning here are kept as text`() {
    let (metadata, findings) = decode(
      """
      onset: 1
      run: a
      architecture: resnet
      dataset: cifar10
      seed: 3
      steps_per_epoch: 390
      seconds_per_step: 0.25
      hyperparameters: {learning_rate: 1e-3, optimizer: adamw, schedule: {kind: cosine, warmup: 500}}
      labels:
        - {phase: memorization, step: 85, earliest: 60, latest: 110}
        - {phase: generalization, step: 900}
      machine:
        gpu: none
        tags: [a, b]
      """)
    #expect(findings.isEmpty)
    #expect(metadata.run == "a" && metadata.architecture == "resnet" && metadata.dataset == "cifar10")
    #expect(metadata.stepsPerEpoch == 390 && metadata.secondsPerStep == 0.25)
    #expect(
      metadata.hyperparameters.map { "\($0.name)=\($0.text)" } == [
        "learning_rate=1e-3", "optimizer=adamw", "schedule.kind=cosine", "schedule.warmup=500",
      ])
    #expect(metadata.hyperparameters.map(\.number) == [0.001, nil, nil, 500])
    #expect(metadata.labels[1] == RunMetadata.TransitionLabel(phase: "generalization", step: 900))
    #expect(metadata.labels[1].earliest == 900 && metadata.labels[1].latest == 900)
    #expect(metadata.fields["machine.gpu"] == "none" && metadata.fields["seed"] == "3")
    #expect(metadata.fields["architecture"] == "resnet" && metadata.fields["onset"] == nil)
  }

  @Test func `all faults are found in one go, each at its place`() {
    let text = """
      onset: 1
      run: ""
      steps_per_epoch: -1
      seconds_per_step: soon
      labels:
        - {phase: a, step: 10, earliest: 20, latest: 5}
        - {phase: b}
        - {phase: c, step: 1, last: 3}
      """
    let (_, findings) = decode(text)
    let places = findings.map { "\($0.code) \($0.source.text(in: $0.range))" }
    #expect(
      places == [
        "O0702 \"\"", "O0701 -1", "O0150 soon", "O0703 20", "O0703 5", "\(findings[5].code) phase",
        "\(findings[6].code) last",
      ])
  }
}
