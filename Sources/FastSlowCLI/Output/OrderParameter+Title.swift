import FastSlow
import Reporting

extension OrderParameter {
  /// The name for people: `second layer` for `secondLayer`.
  var title: String {
    if isOfNeurons { return name }
    return name.reduce(into: "") { title, letter in
      if letter.isUppercase { title += " " }
      title += letter.lowercased()
    }
  }

  /// Columns of an ensemble's table: mean, standard error and quantiles over seeds.
  func columns(of result: EnsembleResult) -> [Table.Column] {
    let statistics = result.statistics(of: self)
    let quantiles = SampleStatistics.tabulated.map { probability in
      Table.Column(
        "\(name) \(formatted(100 * probability)) %", meaning: "quantile over seeds",
        statistics.map { $0.quantile(probability) })
    }
    return [
      Table.Column(name, statistics.map(\.mean)),
      Table.Column(
        name + " error", meaning: "standard error over seeds", statistics.map(\.standardError)),
    ] + quantiles
  }
}
