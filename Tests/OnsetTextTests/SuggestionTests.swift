import OnsetText
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("men", "mean"), ("los", "loss"), ("gradient_nose_scale", "gradient_noise_scale"), ("MEAN", "mean"),
    ("maen", "mean"),
  ])
  func `a misspelt name suggests the nearest known one`(misspelt: String, meant: String) {
    let known = ["median", "mean", "loss", "val_loss", "gradient_noise_scale"]
    #expect(Suggestion.nearest(to: misspelt, among: known) == meant)
  }

  @Test func `a name that is near to nothing suggests nothing`() {
    #expect(Suggestion.nearest(to: "zebra", among: ["mean", "loss"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["a"]) == nil)
  }
}
