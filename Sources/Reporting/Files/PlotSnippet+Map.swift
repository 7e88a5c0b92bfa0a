extension PlotSnippet {
  /// A script that draws columns of a CSV table over a grid of two others as heat maps.
  ///
  /// - Parameters:
  ///   - file: the table, in the script's own folder.
  ///   - x: the column along the horizontal axis.
  ///   - y: the column along the vertical axis.
  ///   - isLogarithmic: whether each axis is.
  ///   - values: the columns to draw, a panel each.
  public static func map(
    file: String, x: String, y: String, isLogarithmic: (x: Bool, y: Bool), values: [String]
  ) -> String {
    let scales = [("x", isLogarithmic.x), ("y", isLogarithmic.y)].filter(\.1)
      .map { "    axis.set_\($0.0)scale(\"log\")\n" }.joined()
    return """
      # Plots \(file); needs pandas and matplotlib. Run it in this folder.
      import matplotlib

      matplotlib.use("Agg")
      import matplotlib.pyplot as plt
      import pandas as pd

      table = pd.read_csv(\(quoted(file)))
      columns = [\(values.map(quoted).joined(separator: ", "))]
      figure, axes = plt.subplots(len(columns), squeeze=False, figsize=(7, 1 + 4 * len(columns)))
      for axis, name in zip(axes[:, 0], columns):
          grid = table.pivot(index=\(quoted(y)), columns=\(quoted(x)), values=name)
          colors = axis.pcolormesh(grid.columns, grid.index, grid.values, shading="nearest")
          figure.colorbar(colors, ax=axis, label=name)
          axis.set_xlabel(\(quoted(x)))
          axis.set_ylabel(\(quoted(y)))
      \(scales)figure.tight_layout()
      figure.savefig("plot.png", dpi=150)

      """
  }
}
