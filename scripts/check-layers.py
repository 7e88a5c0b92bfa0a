#!/usr/bin/env python3
"""Holds the package to the house plan: imports point down only.

Reads the targets from `swift package describe` and the import lines of every
Swift source, and fails on an arrow that goes up or sideways, on an import that
Package.swift does not declare, and on SUNDIALS headers outside their shim.
"""

import json
import pathlib
import re
import subprocess
import sys

FLOORS = [
    {"CKernels"},
    {"CSundials"},
    {"NumericKernel"},
    {"Symbolic"},
    {"Modeling"},
    {"Integration"},
    {"Geometry", "Learning", "Importing", "Sweeps"},
    {"Reporting"},
    {"FastSlow"},
    {"FastSlowModels"},
    {"FastSlowCLI"},
    {"fastslow-tool"},
]
# Floors that must not know each other although one stands higher.
APART = [
    ("Integration", "Modeling"),
    ("Integration", "Symbolic"),
    ("Reporting", "Learning"),
    ("Reporting", "Geometry"),
    ("Reporting", "Integration"),
    ("Reporting", "Modeling"),
    ("Reporting", "Importing"),
    ("Reporting", "Sweeps"),
    ("Sweeps", "Integration"),
    ("Sweeps", "Modeling"),
    ("FastSlowCLI", "FastSlowModels"),
]
SHIM_ONLY = re.compile(r"#include\s+<(cvodes?|ida|kinsol|arkode|sundials|nvector|sunmatrix|sunlinsol|sunnonlinsol)/")
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:\w+\s+)?(\w+)", re.M)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    described = json.loads(
        subprocess.run(
            ["swift", "package", "describe", "--type", "json"],
            cwd=root, check=True, capture_output=True, text=True,
        ).stdout
    )
    level = {name: k for k, floor in enumerate(FLOORS) for name in floor}
    faults = []
    for target in described["targets"]:
        name = target["name"]
        declared = set(target.get("target_dependencies", []))
        used = set()
        for source in target["sources"]:
            text = (root / target["path"] / source).read_text()
            if source.endswith(".swift"):
                used |= {m for m in IMPORT.findall(text) if m in level}
            elif name not in ("CSundials", "CPeers") and SHIM_ONLY.search(text):
                faults.append(f"{name}/{source} includes SUNDIALS headers; only CSundials may")
        for other in used - declared:
            faults.append(f"{name} imports {other}, which Package.swift does not declare for it")
        if name not in level:
            continue
        for other in (declared | used) & level.keys():
            if level[other] >= level[name]:
                faults.append(f"{name} depends on {other}, which is not below it")
            if (name, other) in APART:
                faults.append(f"{name} depends on {other}; the house plan keeps them apart")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(described['targets'])} targets, {len(faults)} faults in the arrows of import")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
