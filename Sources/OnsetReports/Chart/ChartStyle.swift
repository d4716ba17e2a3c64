/// The colours and the marks of charts.
enum ChartStyle {
  /// With the dark colours for who has a dark system, and for who chose them on the page; on paper all is light.
  static let css =
    String(decoding: PackageResources.chart_css, as: UTF8.self) + """
      @media screen and (prefers-color-scheme: dark) {
      :root:not([data-theme="light"]) {
      \(dark)}
      }
      @media screen {
      :root[data-theme="dark"] {
      \(dark)}
      }

      """

  private static let dark = String(decoding: PackageResources.dark_css, as: UTF8.self)
}
