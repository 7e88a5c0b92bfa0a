import FastSlow

extension ChartUse {
  /// `auto`, `none`, or a chart's name.
  init(argument: String) {
    switch argument {
    case "auto": self = .automatic
    case "none": self = .none
    default: self = .only(argument)
    }
  }
}
