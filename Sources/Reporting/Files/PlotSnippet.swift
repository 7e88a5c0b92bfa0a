/// A few lines of Python that read a CSV table and plot its columns, for people to build on.
public enum PlotSnippet {
  /// The script.
  ///
  /// - Parameters:
  ///   - file: the table, in the script's own folder.
  ///   - x: the column along the horizontal axis.
  ///   - isLogarithmic: whether that axis is.
  public static func text(file: String, x: String, isLogarithmic: Bool) -> String {
    """
    # Plots \(file); needs pandas and matplotlib. Run it in this folder.
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import pandas as pd

    table = pd.read_csv(\(quoted(file)))
    columns = [name for name in table.select_dtypes("number") if name != \(quoted(x))]
    figure, axes = plt.subplots(
        len(columns), sharex=True, squeeze=False, figsize=(7, 2 + 1.6 * len(columns)))
    for axis, name in zip(axes[:, 0], columns):
        axis.plot(table[\(quoted(x))], table[name])
        axis.set_ylabel(name)
        \(isLogarithmic ? "axis.set_xscale(\"log\")" : "axis.grid(alpha=0.3)")
    axes[-1, 0].set_xlabel(\(quoted(x)))
    figure.tight_layout()
    figure.savefig("plot.png", dpi=150)

    """
  }

  static func quoted(_ text: String) -> String {
    let safe = text.map { character -> String in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case _ where character.isNewline: " "
      default: String(character)
      }
    }
    return "\"" + safe.joined() + "\""
  }
}
