/// Reads `run.yaml` and `NAME.run.yaml`.
enum RunMetadataReader {
  static func read(path: String) throws(RunError) -> RunMetadata {
    RunMetadata()
  }
}
