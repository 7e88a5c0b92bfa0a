import FastSlowCLI
import MyModels

await FastSlowCommandLine.main(.mine)
