// `import FastSlow` gives the whole library.
@_exported public import Geometry
@_exported public import Importing
@_exported public import Integration
@_exported public import Learning
@_exported public import Modeling
@_exported public import NumericKernel
@_exported public import Reporting
@_exported public import Sweeps
@_exported public import Symbolic
