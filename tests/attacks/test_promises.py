"""docs/security.md names the test of each promise; each of them has to exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_promise_names_tests_that_exist():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    rows = re.findall(
        r"^\| (?!promise|---|\|| ).*$", text.partition("## The isolation levels")[0], re.MULTILINE
    )
    assert len(rows) > 8 and all("`test_" in row for row in rows)
    assert set(re.findall(r"`(test_\w+)`", text)) <= defined
