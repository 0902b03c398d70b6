"""The command: serve the lectures until it is ended."""

import importlib.util
import sys

HELP = """\
usage: python -m course.lectures [options of voila]

Open the list of lectures and demos in a browser. Each opens as a page without code.

examples:
  python -m course.lectures
  python -m course.lectures --no-browser --port=9000
  python -m course.lectures --theme=dark

`voila --help-all` lists the options."""
NO_VOILA = "course.lectures: Voila is not installed; `make setup` or `pip install voila` brings it."


def main(options: list[str]) -> int:
    """Serve the lectures; return the exit code."""
    if {"-h", "--help"} & set(options):
        print(HELP)
        return 0
    if importlib.util.find_spec("voila") is None:
        print(NO_VOILA, file=sys.stderr)
        return 2
    from course.lectures import server  # needs Voila

    server.serve(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
