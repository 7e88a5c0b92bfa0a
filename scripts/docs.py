#!/usr/bin/env python3
"""Builds the reference documentation of every library, and holds it to being whole.

Symbol graphs are read off the modules of a release build and converted by the toolchain's DocC, a
warning being an error; the archives are merged into one site. Fails on a public symbol without
documentation.

usage: docs.py FOLDER (for the site)
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

MODULES = [
    "NumericKernel", "Symbolic", "Modeling", "Integration", "Geometry", "Learning", "Importing",
    "Sweeps", "Reporting", "FastSlow", "FastSlowModels", "FastSlowCLI",
]
TYPES = {"swift.struct", "swift.class", "swift.enum", "swift.protocol"}


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"`{' '.join(command)}` failed:\n{done.stderr}")
    return done.stdout.strip()


def extract(module, build, folder):
    """Writes the module's symbol graphs."""
    maps = [*build.glob("*.build/module.modulemap"), *pathlib.Path(".build/checkouts").glob(
        "*/Sources/**/module.modulemap")]
    headers = pathlib.Path("Sources").glob("*/include")  # one C target's headers include another's
    triple = json.loads(output("swift", "-print-target-info"))["target"]["unversionedTriple"]
    folder.mkdir()
    output(
        "swift-symbolgraph-extract", "-module-name", module, "-I", str(build / "Modules"),
        *(word for path in maps for word in ("-Xcc", f"-fmodule-map-file={path.resolve()}")),
        *(word for path in headers for word in ("-Xcc", f"-I{path}")),
        "-target", triple, "-minimum-access-level", "public", "-skip-synthesized-members",
        "-skip-inherited-docs", "-output-dir", str(folder))


def undocumented(module, folder):
    """What is written in a source without a word on what it is; returns it with the number of symbols.

    The members of a shipped model are its declaration, and say there what they mean.
    """
    symbols = [s for path in folder.glob("*.json") for s in json.loads(path.read_text())["symbols"]]
    bare = [
        ".".join([module, *s["pathComponents"]]) for s in symbols
        if "docComment" not in s and "location" in s
        and (module != "FastSlowModels" or s["kind"]["identifier"] in TYPES)]
    return bare, len(symbols)


def main():
    site = pathlib.Path(sys.argv[1])
    build = pathlib.Path(output("swift", "build", "-c", "release", "--show-bin-path"))
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as work:
        archives = []
        for module in MODULES:
            graphs, archive = pathlib.Path(work, module), pathlib.Path(work, module + ".doccarchive")
            extract(module, build, graphs)
            bare, symbols = undocumented(module, graphs)
            count += symbols
            faults += [f"{name} has no documentation" for name in bare]
            converted = subprocess.run(
                ["docc", "convert", "--additional-symbol-graph-dir", graphs, "--output-dir", archive,
                 "--fallback-display-name", module, "--fallback-bundle-identifier", module,
                 "--fallback-default-module-kind", "Library", "--warnings-as-errors"],
                capture_output=True, text=True)
            if converted.returncode != 0:
                faults.append(converted.stdout + converted.stderr)
            archives.append(archive)
        if not faults:
            shutil.rmtree(site, ignore_errors=True)
            site.parent.mkdir(parents=True, exist_ok=True)
            output("docc", "merge", *map(str, archives), "--synthesized-landing-page-name", "FastSlow",
                   "--synthesized-landing-page-kind", "Package", "--output-path", str(site))
    if faults:
        print(*faults, sep="\n")
        sys.exit(f"{len(faults)} faults in the documentation")
    print(f"{count} public symbols of {len(MODULES)} modules documented; DocC without warnings; "
          f"`python3 -m http.server -d {site}` serves them")


if __name__ == "__main__":
    main()
