"""Draw all figures, or those that are named: ``python -m docs.figures [NAME…] [--png]``."""

import argparse
from pathlib import Path

import matplotlib as mpl

from docs.figures import ENTRIES, write_page

FOLDER = Path("build/figures")


def main() -> None:
    """Write build/figures/NAME.svg and a page with all of them."""
    mpl.use("Agg")
    parser = argparse.ArgumentParser(prog="python -m docs.figures", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all without it")
    parser.add_argument("--png", action="store_true", help="pixels instead of SVG")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - {entry.name for entry in ENTRIES}
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    suffix = "png" if chosen.png else "svg"
    for entry in ENTRIES:
        if not chosen.names or entry.name in chosen.names:
            print(entry.save(FOLDER, suffix))
    write_page(FOLDER, suffix)


if __name__ == "__main__":
    main()
