import FastSlow
import Reporting

/// A critical surface as JSON, OBJ and VTK files and a figure.
struct SurfaceFiles {
  let surface: CriticalSurface

  func write(to folder: OutputDirectory, _ output: OutputOptions) throws {
    try requiring {
      try folder.write(JSON.encode(SurfaceRecord(surface)), to: "surface.json")
      try folder.write(surface.wavefront(), to: "surface.obj")
      try folder.write(surface.vtk(), to: "surface.vtk")
    }
    draw(SurfaceLayers(surface: surface).figure(), folder, output)
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }

  /// Draws; without gnuplot the work goes on and says so.
  func draw(_ figure: SurfaceFigure, _ folder: OutputDirectory, _ output: OutputOptions) {
    do {
      try Gnuplot().draw(figure, named: "critical-surface", in: folder)
    } catch {
      Talk.note("Warning: \(error.message)", quiet: output.quiet)
    }
  }
}
