#!/usr/bin/env python3
"""Draws `compiler-message.svg`: the output of `cargo check` for the mistake that the README describes.

Usage: docs/pictures/draw.py            writes the picture
       docs/pictures/draw.py --check    fails if the picture differs from the output of `cargo check`

Needs Python 3.9 and cargo. The output is not edited; its colours become classes of the picture, which has a light and a dark scheme.
"""

import os
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURE = Path(__file__).resolve().with_name("compiler-message.svg")
EXAMPLE = ROOT / "examples" / "quick-start"
# The mistake: before and after.
RIGHT, WRONG = '"retry": "never"', '"retry": "nevr"'

CHARACTER, LINE, MARGIN = 8.43, 20, 20
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
# Of each class: the light colour and the dark one. All have a contrast of at least 4.5 to their background.
COLOURS = {
    "back": ("#ffffff", "#161b22"),
    "edge": ("#d0d7de", "#30363d"),
    "text": ("#1f2328", "#e6edf3"),
    "red": ("#cf222e", "#ff7b72"),
    "green": ("#116329", "#56d364"),
    "yellow": ("#7d4e00", "#e3b341"),
    "blue": ("#0550ae", "#79c0ff"),
    "magenta": ("#8250df", "#d2a8ff"),
    "cyan": ("#1b7c83", "#76e3ea"),
}
# The codes of ANSI for the colour of text, normal and bright.
NAMES = ["text", "red", "green", "yellow", "blue", "magenta", "cyan", "text"]


def output():
    """Returns what `cargo check --color always` prints for a package with the mistake."""
    package = ROOT / "target" / "picture" / "clinic"
    shutil.rmtree(package, ignore_errors=True)
    (package / "src").mkdir(parents=True)
    (package / "catalogs").mkdir()
    (package / "Cargo.toml").write_text(
        '[package]\nname = "clinic"\nversion = "0.1.0"\nedition = "2024"\n\n'
        f'[dependencies]\nerror-runtime = {{ path = "{(ROOT / "error-runtime").as_posix()}" }}\n\n[workspace]\n'
    )
    shutil.copy(ROOT / "Cargo.lock", package / "Cargo.lock")
    shutil.copy(EXAMPLE / "src" / "main.rs", package / "src" / "main.rs")
    catalog = (EXAMPLE / "catalogs" / "clinic.json").read_text()
    if RIGHT not in catalog:
        sys.exit(f"error: the catalog of quick-start does not contain {RIGHT}")
    (package / "catalogs" / "clinic.json").write_text(catalog.replace(RIGHT, WRONG, 1))
    command = ["cargo", "check", "--quiet", "--color", "always"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(package.parent / "target"), "CARGO_INCREMENTAL": "0"}
    result = subprocess.run(command, cwd=package, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if "EC0203" not in result.stderr:
        sys.exit(f"error: cargo did not report the mistake:\n{result.stderr}")
    return result.stderr


def spans(line, style):
    """Splits a line at its ANSI codes. Returns pairs of classes and text, and the style that is in force at the end."""
    parts = []
    for index, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if index % 2 == 0:
            if part:
                parts.append((style, part))
            continue
        bold, colour = style
        codes = [int(code or 0) for code in part.split(";")]
        if codes[:2] == [38, 5] and len(codes) == 3:
            # Of the 256 colours rustc uses the first 16 only.
            codes = [30 + codes[2] % 8]
        for code in codes:
            if code == 0:
                bold, colour = False, "text"
            elif code == 1:
                bold = True
            elif 30 <= code <= 37 or 90 <= code <= 97:
                colour = NAMES[code % 10]
        style = (bold, colour)
    return parts, style


def draw(text):
    """Returns the picture of a text with ANSI codes."""
    rows, style = [], (False, "text")
    for line in ["$ cargo check", *text.strip("\n").split("\n")]:
        parts, style = spans(line.rstrip(), style)
        rows.append(parts)
    columns = max(sum(len(text) for _, text in parts) for parts in rows)
    width, height = round(columns * CHARACTER) + 2 * MARGIN, len(rows) * LINE + 2 * MARGIN
    rule = lambda mode: "".join(f".{name}{{{'stroke' if name == 'edge' else 'fill'}:{pair[mode]}}}" for name, pair in COLOURS.items())
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title">',
        '<title id="title">cargo check reports a mistake in the catalog, with file, line, column and a suggestion</title>',
        f"<style>text{{white-space:pre}}{rule(0)}.bold{{font-weight:bold}}@media (prefers-color-scheme:dark){{{rule(1)}}}</style>",
        f'<rect class="back edge" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        f'<g font-family="{FONT}" font-size="14" xml:space="preserve">',
    ]
    for row, parts in enumerate(rows):
        content = "".join(
            f'<tspan class="{colour}{" bold" if bold else ""}">{escape(part, quote=False)}</tspan>' for (bold, colour), part in parts
        )
        out.append(f'<text x="{MARGIN}" y="{MARGIN + row * LINE + 15}">{content}</text>')
    return "\n".join([*out, "</g>", "</svg>", ""])


def main():
    picture = draw(output())
    if sys.argv[1:] == ["--check"]:
        if PICTURE.read_text() != picture:
            sys.exit(f"error: {PICTURE.relative_to(ROOT)} is stale; docs/pictures/draw.py draws it again")
        print(f"{PICTURE.relative_to(ROOT)} shows the output of cargo check")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        PICTURE.write_text(picture)


main()
