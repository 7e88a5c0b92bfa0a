import FastSlow
import Reporting

/// Writes `trajectory.csv` while the run goes on.
struct TrajectoryStream {
  let records: RecordStream
  let file: AppendingFile

  init(_ table: TrajectoryTable, in folder: OutputDirectory) throws(ReportingError) {
    let file = try folder.open("trajectory.csv")
    var isNew = true
    records = RecordStream { block in
      let rows = try table.table(of: block)
      try file.append(isNew ? rows.csv() : rows.csvRows())
      isNew = false
    }
    self.file = file
  }

  /// What figures and tables show of it.
  func remark(shown: Int) -> String {
    let all = "\(records.count) records in trajectory.csv"
    return shown == records.count
      ? all + "." : all + "; figures and tables show \(shown) of them, evenly spread."
  }
}
