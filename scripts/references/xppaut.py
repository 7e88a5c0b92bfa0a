#!/usr/bin/env python3
"""Runs the .ode files of the importer's tests with XPPAUT and keeps what it prints.

Needs xppaut (Debian package). Writes Tests/ImportingTests/Files/xppaut.json: for each file the names
of its columns and some rows. XPPAUT prints single precision, eight digits.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FILES = pathlib.Path(__file__).resolve().parents[2] / "Tests/ImportingTests/Files"
ROWS = 9


def columns(log, text):
    """Variables in the order XPPAUT lists them, then auxiliaries in that of the file."""
    variables = re.findall(r"^\d+:d(\w+)/dt=", log, re.M)
    auxiliaries = []
    for name, first, last in re.findall(r"^aux\s+(\w+)(?:\[(\d+)\.\.(\d+)\])?\s*=", text, re.M):
        numbers = range(int(first), int(last) + 1) if first else [""]
        auxiliaries += [f"{name}{number}" for number in numbers]
    return ["time"] + [name.lower() for name in variables] + auxiliaries


def main():
    if not shutil.which("xppaut"):
        sys.exit("xppaut is not installed (Debian: apt-get install xppaut)")
    result = {}
    for file in sorted(FILES.glob("*.ode")):
        with tempfile.TemporaryDirectory() as folder:
            for each in FILES.glob("*.*"):
                shutil.copy(each, folder)
            log = subprocess.run(
                ["xppaut", file.name, "-silent"], cwd=folder, capture_output=True, text=True
            ).stdout
            output = pathlib.Path(folder, "output.dat")
            if not output.exists():
                sys.exit(f"{file.name}: xppaut wrote nothing\n{log[-2000:]}")
            rows = [[float(x) for x in line.split()] for line in output.read_text().splitlines()]
        step = max(1, (len(rows) - 1) // (ROWS - 1))
        kept = rows[::step]
        if kept[-1] != rows[-1]:
            kept.append(rows[-1])
        names = columns(log, file.read_text())
        if len(names) != len(rows[0]):
            sys.exit(f"{file.name}: {len(names)} names {names} for {len(rows[0])} columns")
        result[file.name] = {"columns": names, "rows": kept}
    (FILES / "xppaut.json").write_text(json.dumps(result, indent=1) + "\n")
    for name, entry in result.items():
        print(name, len(entry["rows"]), "rows:", " ".join(entry["columns"]))


if __name__ == "__main__":
    main()
