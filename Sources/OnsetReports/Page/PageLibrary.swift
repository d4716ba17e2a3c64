/// The library that draws a page's charts, dygraphs, as files of it were found.
package struct PageLibrary: Sendable {
  package var script: String
  package var style: String
  /// Where it was found, for what the page says.
  package var path: String

  package init(script: String, style: String, path: String) {
    self.script = script
    self.style = style
    self.path = path
  }

  package static let scriptName = "dygraph.min.js"
  package static let styleName = "dygraph.min.css"

  /// Where systems keep it.
  package static let usualFolders = [
    "/usr/share/javascript/dygraphs", "/usr/local/share/javascript/dygraphs", "/usr/share/nodejs/dygraphs/dist",
    "/usr/local/lib/node_modules/dygraphs/dist", "/opt/homebrew/lib/node_modules/dygraphs/dist",
  ]

  /// Without the comment that names a file with the source, which a browser's tools would ask the network for.
  var embeddedScript: String { Self.withoutSourceMap(script) }
  var embeddedStyle: String { Self.withoutSourceMap(style) }

  private static func withoutSourceMap(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("# sourceMappingURL=") }
      .joined(separator: "\n").replacing("</script", with: "<\\/script").replacing("</style", with: "<\\/style")
  }
}
