import OnsetRules
import OnsetStudy
import OnsetText
import Testing

@Suite struct ProjectTemplateTests {
  @Test(arguments: ProjectTemplate.files.filter { $0.path.hasSuffix(".yaml") }.map(\.path))
  func `What a new project begins with is formatted`(path: String) throws {
    let file = try #require(ProjectTemplate.files.first { $0.path == path })
    guard case .same = FileFormat.format(SourceFile(name: path, text: file.text)) else {
      Issue.record("\(path) is not formatted")
      return
    }
  }
}
