import Foundation

/// Requests that are wrong, by command: misspelt names, bad numbers, clashes, files that cannot be
/// read or written.
enum BadRequests {
  /// The commands with something wrong to ask of them, as they come after `fastslow`.
  static let byCommand: [(name: String, lines: [String])] = [
    ("command", ["lst", "runn van-der-pol --until 1", "help rnu", "--versoin"]),
    ("show", ["show", "show van-der-pool", "show van-der-pol --format txt", "show decay.txt"]),
    ("list", ["list van-der-pol", "list --jsn"]),
    (
      "run-model",
      [
        "run", "run van-der-pool --until 1", "run xyz --until 1", "run van-der-pol --set b=1",
        "run van-der-pol --until 1 --set b=1", "run van-der-pol --until 1 --set a",
        "run van-der-pol --until 1 --set a=x", "run van-der-pol --until 1 --set a=1,2",
        "run van-der-pol --until 1 --set a=inf", "run van-der-pol --until 1 --set epsilon=0",
        "run van-der-pol --until 1 --from z=1", "run van-der-pol --until 1 --from x=nan",
        "run robertson --until 1 --from y4=2", "run van-der-pol --until 1 --count x=2",
        "run coupled-fitzhugh-nagumo --until 1 --count neurons=10",
        "run coupled-fitzhugh-nagumo --until 1 --count neuron=0",
        "run feature-unlearning --until 1 --set cc=1,2",
        "run van-der-pol --until 1 --slow y",
      ]
    ),
    (
      "run-time",
      [
        "run van-der-pol", "run van-der-pol --untl 1", "run van-der-pol --until abc",
        "run van-der-pol --until nan", "run van-der-pol --until inf",
        "run van-der-pol --until -1", "run van-der-pol --until 0",
        "run van-der-pol --until 1 --time medium", "run van-der-pol --until 1 --points 0",
        "run van-der-pol --until 1 --points 5 --at 1",
        "run van-der-pol --until 1 --spacing cubic --points 5",
        "run van-der-pol --until 1 --spacing log", "run van-der-pol --until 1 --at 2",
        "run van-der-pol --until 1 --at 0.5,x", "run van-der-pol --until steady --points 5",
        "run van-der-pol --until 1 --stream",
        "run van-der-pol --until 1 --stream --out runs --report stiffness",
        "run van-der-pol --until 1 --budget 0", "run van-der-pol --until 1 --budget 3x",
        "run van-der-pol --until 1 --max-steps 0",
      ]
    ),
    (
      "run-method",
      [
        "run van-der-pol --until 1 --method bfd", "run van-der-pol --until 1 --method mri",
        "run van-der-pol --until 1 --method erk --slow-step 0.1",
        "run van-der-pol --until 1 --method mri --slow-step -1",
        "run robertson --until 1 --method imex", "run van-der-pol --until 1 --rtol 2",
        "run van-der-pol --until 1 --rtol 0", "run van-der-pol --until 1 --rtol small",
        "run van-der-pol --until 1 --atol z=1", "run van-der-pol --until 1 --atol -1",
        "run van-der-pol --until 1 --linear-solver lu", "run van-der-pol --until 1 --charts polar",
        "run van-der-pol --until 1 --report stifness",
      ]
    ),
    (
      "run-integral",
      [
        "run van-der-pol --until 1 --integral x*y", "run van-der-pol --until 1 --integral x=y",
        "run van-der-pol --until 1 --integral q=", "run van-der-pol --until 1 --integral q=x*z",
        "run van-der-pol --until 1 --integral 'q=sine(x)'",
        "run van-der-pol --until 1 --integral 'q=x*(y'",
        "run van-der-pol --until 1 --integral q=x/0",
        "run van-der-pol --until 1 --integral q=x --integral q=y",
        "run coupled-fitzhugh-nagumo --until 1 --integral q=neuron.v",
      ]
    ),
    (
      "output",
      [
        "run van-der-pol --until 1 --out file", "run van-der-pol --until 1 --out file/sub",
        "manifold van-der-pol --over y=-1:1 --out file", "compare feature-unlearning --out file",
        "sweep van-der-pol --grid a=0:1:3 --until 1 --out file",
        "run van-der-pol --until 1 --plot window",
        "manifold cusp-surface --over a=-1:1 --over b=-1:1 --plot terminal",
      ]
    ),
    (
      "file",
      [
        "run missing.ode --until 1", "run broken.ode --until 1", "run unknown.ode --until 1",
        "run binary.ode --until 1", "run empty.ode --until 1", "run delay.ode --until 1",
        "run many.ode --until 1", "run decay.ode --until 1 --slow z --small eps=0.1",
        "run decay.ode --until 1 --small k", "run decay.ode --until 1 --count x=3",
        "run decay.ode --until 1 --set kk=1", "import", "import missing.ode", "import decay.txt",
        "import decay.ode --as Decay", "import folder.ode",
      ]
    ),
    (
      "manifold",
      [
        "manifold van-der-pol", "manifold van-der-pol --over y",
        "manifold van-der-pol --over y=1:-1", "manifold van-der-pol --over y=1:1",
        "manifold van-der-pol --over x=-1:1", "manifold van-der-pol --over z=-1:1",
        "manifold van-der-pol --over y=-1:1 --over a=0:1 --over epsilon=1:2",
        "manifold van-der-pol --over y=-1:1 --box y=0:1",
        "manifold van-der-pol --over y=-1:1 --freeze x=1", "manifold robertson --over y1=0:1",
        "manifold koper --over y=-1:1",
      ]
    ),
    (
      "reduce",
      [
        "reduce van-der-pol", "reduce van-der-pol --over y=-1:1 --order -2",
        "reduce van-der-pol --over y=-1:1 --until -1", "expand van-der-pol --order 99",
        "expand robertson", "expand van-der-pol --at y", "expand van-der-pol --at q=1",
        "canard van-der-pol", "canard van-der-pol --parameter b --over y=-1:1",
        "project van-der-pol --at q=1", "timescales van-der-pol",
        "timescales van-der-pol --until -3",
      ]
    ),
    (
      "orbit",
      [
        "orbit koper", "orbit van-der-pol --ladder 1e-4:1e-1", "orbit van-der-pol --ladder 0.1",
        "orbit van-der-pol --ladder 0.1:0", "orbit van-der-pol --over x=0:1",
        "orbit van-der-pol --box y=0:1",
      ]
    ),
    (
      "sgd",
      [
        "sgd van-der-pol --width 10 --until 1", "sgd feature-unlearning",
        "sgd feature-unlearning --width 0 --until 1",
        "sgd feature-unlearning --width 10 --until 1 --engine fast",
        "sgd feature-unlearning --width 10 --until 1 --seeds 0",
        "sgd feature-unlearning --width 10 --until 1 --batch -3",
        "sgd feature-unlearning --width 10 --until 1 --dimension 1",
        "sgd feature-unlearning --width 10 --until 0",
      ]
    ),
    (
      "compare",
      [
        "compare van-der-pol", "compare feature-unlearning --widths 20",
        "compare feature-unlearning --widths 20,x", "compare feature-unlearning --set-ode d=1",
        "compare decay.ode",
      ]
    ),
    (
      "sweep",
      [
        "sweep van-der-pol --until 1", "sweep van-der-pol --grid a --until 1",
        "sweep van-der-pol --grid a=0:1 --until 1", "sweep van-der-pol --grid a=0:1:0 --until 1",
        "sweep van-der-pol --grid b=0:1:3 --until 1",
        "sweep van-der-pol --grid a=0:1:3:log --until 1",
        "sweep van-der-pol --grid a=0:1:3:lin --until 1",
        "sweep van-der-pol --grid a=0:1:100000 --grid x=0:1:100000 --until 1",
        "sweep van-der-pol --grid a=0:1:3 --grid a=1:2:3 --until 1",
        "sweep van-der-pol --list missing.csv --until 1",
        "sweep van-der-pol --list file --until 1",
        "sweep van-der-pol --random a=0:1 --until 1",
      ]
    ),
    ("new", ["new", "new 'my model'", "new van-der-pol", "new 9lives", "new my-model"]),
    ("doctor", ["doctor now", "doctor --fix"]),
  ]

  /// The files that the requests name.
  static func writeFiles(to folder: URL) throws {
    let files = [
      "file": "not a folder, and no table\n",
      "broken.ode": "par k=1\nx'=-k*sqrt(x\ninit x=1\ndone\n",
      "unknown.ode": "x'=-kk*x\ndone\n", "empty.ode": "",
      "delay.ode": "x'=delay(x,1)-x\ndone\n", "decay.ode": "par k=1\nx'=-k*x\ninit x=1\ndone\n",
      "many.ode": "x'=y\ny'=-xx\nmarkov z 2\nz'=hom_bcs(1)\ninit q=1\ndone\n",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try Data([0xFF, 0xFE, 0x00, 0x78]).write(to: folder.appending(path: "binary.ode"))
    try FileManager.default.createDirectory(
      at: folder.appending(path: "folder.ode"), withIntermediateDirectories: false)
  }
}
