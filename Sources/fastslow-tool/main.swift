import FastSlowCLI
import FastSlowModels

await FastSlowCommandLine.main(.shipped)
