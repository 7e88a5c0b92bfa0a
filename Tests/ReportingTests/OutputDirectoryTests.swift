import FoundationEssentials
import Reporting
import Testing

@Suite("Output folder")
struct OutputDirectoryTests {
  @Test("folders are made where missing, and files written whole")
  func makes() throws {
    try withFolder { folder in
      let inner = try OutputDirectory(folder.path + "/a/b c/")
      let path = try inner.write("one\n", to: "x.txt")
      #expect(path == folder.path + "/a/b c/x.txt")
      try inner.write("two\n", to: "x.txt")
      #expect(try inner.read("x.txt") == "two\n")
      // No temporary file stays behind.
      #expect(try FileManager.default.contentsOfDirectory(atPath: inner.path) == ["x.txt"])
    }
  }

  @Test("a table leaves a CSV file and its sidecar")
  func tables() throws {
    try withFolder { folder in
      let paths = try folder.write(try TableTests.sample(), named: "sizes")
      #expect(paths == [folder.path(of: "sizes.csv"), folder.path(of: "sizes.json")])
      let sidecar = try JSON.decode(Table.Sidecar.self, from: folder.read("sizes.json"))
      #expect(sidecar.file == "sizes.csv" && sidecar.rows == 2)
      #expect(sidecar.columns[0].unit == "neurons")
    }
  }

  @Test("a file in the way is named")
  func blocked() throws {
    try withFolder { folder in
      let file = try folder.write("", to: "file")
      for path in [file, file + "/deeper/still"] {
        let error = #expect(throws: ReportingError.self) { try OutputDirectory(path) }
        #expect(error?.code == .unusableDirectory)
        #expect(error?.message.contains("\(file) is a file, not a folder") == true)
        #expect(error?.message.contains("--out") == true)
      }
    }
  }

  @Test(
    "a place that takes no folders says why",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc")))
  func refused() {
    let error = #expect(throws: ReportingError.self) { try OutputDirectory("/proc/nowhere") }
    #expect(error?.message.contains("/proc/nowhere: no such file or folder") == true)
  }

  @Test("a file that cannot be read or written is named")
  func files() throws {
    try withFolder { folder in
      let reading = #expect(throws: ReportingError.self) { try folder.read("none") }
      #expect(reading?.message.contains("none: no such file or folder") == true)
      let writing = #expect(throws: ReportingError.self) { try folder.write("", to: "no/such") }
      #expect(writing?.code == .unwritableFile)
    }
  }
}
