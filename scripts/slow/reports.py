#!/usr/bin/env python3
"""Opens reports in headless Chromium at the width of a desktop and of a phone.

Fails on console messages, on anything that is loaded from elsewhere, and on a page wider than its
window. Screenshots stay in the folder given, to be looked at.

usage: reports.py FASTSLOW FOLDER
"""

import html.parser
import pathlib
import re
import subprocess
import sys

WIDTHS = {"desktop": 1200, "phone": 390}


def reports(tool, folder):
    """Four reports: learning, an oscillator, a sweep, a run that fails."""
    drain = folder / "drain.ode"
    drain.write_text("par k=1\nx'=-k*sqrt(x)-0.1\ninit x=1\ndone\n")
    commands = {
        "unlearning": ["compare", "feature-unlearning"],
        "van-der-pol": ["run", "van-der-pol", "--until", "5"],
        "sweep": ["sweep", "van-der-pol", "--grid", "epsilon=1e-4:0.1:40:log", "--grid", "a=0:1.2:30",
                  "--until", "5"],
        "failed": ["run", str(drain), "--until", "10"],
    }
    for name, command in commands.items():
        out = folder / name
        done = subprocess.run(
            [tool, *command, "--out", str(out), "--quiet"], capture_output=True, text=True)
        expected = 1 if name == "failed" else 0
        assert done.returncode == expected, (name, done.returncode, done.stderr)
        yield name, out / "report.html"


class Links(html.parser.HTMLParser):
    """What a page would load."""

    def __init__(self):
        super().__init__()
        self.loaded = []

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "link", "img", "iframe", "object"):
            self.loaded.append((tag, dict(attributes)))


def chromium(*arguments):
    return subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         "--enable-logging=stderr", "--log-level=0", "--virtual-time-budget=2000", *arguments],
        capture_output=True, text=True, timeout=120)


def check(name, page, folder):
    links = Links()
    text = page.read_text()
    links.feed(text)
    assert not links.loaded, (name, links.loaded)
    for device, width in WIDTHS.items():
        # A frame of the wanted width: headless windows do not go below 500 pixels.
        frame = folder / f"{name}-{device}.html"
        frame.write_text(
            "<!doctype html><meta charset=utf-8><style>html,body{margin:0}iframe{border:0;display:block}"
            f"</style><iframe id=f src='{page.resolve().as_uri()}' width={width} height=4000></iframe>"
            "<script>f.onload=()=>{const d=f.contentDocument.documentElement;"
            "document.title=d.scrollWidth+' '+d.scrollHeight}</script>")
        seen = chromium("--allow-file-access-from-files", "--dump-dom", frame.resolve().as_uri())
        messages = re.findall(r"CONSOLE\S* .*", seen.stderr)
        assert not messages, (name, device, messages)
        title = re.search(r"<title>(\d+) (\d+)</title>", seen.stdout)
        assert title, (name, device, "the page did not load", seen.stdout[:500])
        across, down = int(title[1]), int(title[2])
        assert across <= width, f"{name} on a {device}: {across} pixels wide, window {width}"
        chromium(
            f"--screenshot={folder / f'{name}-{device}.png'}",
            f"--window-size={max(width, 500)},{min(down, 4000)}", frame.resolve().as_uri())
        print(f"{name} on a {device}: {across} by {down} pixels, no console messages")


def main():
    tool, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in reports(tool, folder):
        check(name, page, folder)


if __name__ == "__main__":
    main()
