#!/usr/bin/env python3
"""Fails on a public symbol of the library without a comment.

Reads the symbol graphs that the compiler writes (`swift package dump-symbol-graph`).
"""

import json
import pathlib
import subprocess
import sys

LIBRARY = [
    "NumericKernel", "Symbolic", "Modeling", "Integration", "Geometry", "Learning", "Sweeps",
    "Importing", "Reporting", "FastSlow", "FastSlowCLI", "FastSlowModels",
]
# Made by the compiler or by a conformance, or documented by the protocol they satisfy.
SYNTHESISED = ("::SYNTHESIZED::",)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    subprocess.run(
        ["swift", "package", "dump-symbol-graph", "--minimum-access-level", "public",
         "--skip-synthesized-members"],
        cwd=root, check=True, capture_output=True)
    folders = sorted(root.glob(".build/*/symbolgraph"))
    if not folders:
        sys.exit("no symbol graphs were written")
    total, missing = 0, []
    for module in LIBRARY:
        for file in folders[-1].glob(f"{module}.symbols.json"):
            graph = json.loads(file.read_text())
            implied = {
                r["source"] for r in graph["relationships"]
                if r["kind"] in ("requirementOf", "optionalRequirementOf", "overrides")
                and "sourceOrigin" in r
            } | {r["source"] for r in graph["relationships"] if "sourceOrigin" in r}
            for symbol in graph["symbols"]:
                identity = symbol["identifier"]["precise"]
                if any(mark in identity for mark in SYNTHESISED) or identity in implied:
                    continue
                total += 1
                lines = symbol.get("docComment", {}).get("lines", [])
                if not any(line["text"].strip() for line in lines):
                    place = symbol.get("location", {})
                    path = place.get("uri", "").replace(f"file://{root}/", "")
                    missing.append(f"{path}: {'.'.join(symbol['pathComponents'])}")
    for item in sorted(missing):
        print(item, file=sys.stderr)
    print(f"{total} public symbols, {len(missing)} without a comment")
    return 1 if missing or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
