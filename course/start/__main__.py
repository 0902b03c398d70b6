"""The command: lay out the desk, then run JupyterLab on it."""

import argparse
import sys
from pathlib import Path

from course.start import contents, page, settings, term
from course.start.desk import Desk, NoDesk

ROOT = Path(__file__).parents[2]
EXAMPLES = """
examples:
  python -m course.start
  python -m course.start --desk ~/deep_learning --no-browser --port=9000

All other options go to `jupyter lab`.
"""


def main(arguments: list[str]) -> int | None:
    """Lay out the desk and run JupyterLab until it is ended; return the exit code."""
    chosen, for_jupyterlab = _parser().parse_known_args(arguments)
    folder = chosen.desk.expanduser().absolute()
    try:
        desk = Desk(folder)
        files = list(contents.files(ROOT))
        for file in files:
            desk.put(file.place, file.content)
        first = page.file(term.term(files, folder), desk.kept)
        desk.put(first.place, first.content)
        desk.close()
        settings.write(folder)
    except NoDesk as fault:
        return _refuse(str(fault))
    except OSError as fault:
        return _refuse(f"{fault.filename or folder}: {fault.strerror}. Choose another --desk.")
    print(f"Your desk is {folder}: copies of your own, which no later start overwrites.")
    for place in desk.kept:
        print(f"A newer {place} is out; yours was kept. To get it, rename yours and start again.")
    return settings.run_jupyterlab(folder, for_jupyterlab)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m course.start",
        description="Open JupyterLab on your own copies of the assignments, lectures and demos.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--desk",
        metavar="FOLDER",
        type=Path,
        default=ROOT / "desk",
        help="where your copies lie (default: %(default)s)",
    )
    return parser


def _refuse(sentence: str) -> int:
    print(f"course.start: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
