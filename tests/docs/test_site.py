"""The site as a whole: builds without a warning, is complete, and needs no other server."""

import html
import importlib
import json
import pkgutil
import re

from autograder.commands.main import COMMANDS
from dlkit.topics import ORDER, WITHOUT_TOPIC

LECTURE = "generated/lectures/a02_losses.html"
SLIDES = "slides/a02_losses.html"


def pages(site):
    return sorted(site.rglob("*.html"))


def without_scripts(page):
    return re.sub(r"<script>.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_there_is_a_page_for_everybody(site):
    names = {str(page.relative_to(site)) for page in pages(site)}
    people = {f"{who}.html" for who in ("students", "instructors", "lecturers", "contributors")}
    assert people <= names
    assert {"index.html", "search.html", "conventions.html", "decisions/marks.html"} <= names
    assert {"generated/commands.html", LECTURE, SLIDES} <= names


def test_no_page_asks_for_anything_from_another_server(site):
    assets = r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\ssrc=[\"']?(?:https?:)?//"
    links = r"<link\b[^>]*\shref=[\"']?(?:https?:)?//"
    for page in pages(site):
        assert not re.findall(f"{assets}|{links}", without_scripts(page)), page
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), sheet


def test_every_asset_and_every_link_between_pages_is_there(site):
    for page in pages(site):
        for target in re.findall(r"\s(?:src|href)=\"([^\"]+)\"", without_scripts(page)):
            path, _, anchor = html.unescape(target).partition("#")
            path = path.partition("?")[0]
            if not re.match(r"[a-z]+:", path):
                there = page.parent / path if path else page
                assert there.exists(), f"{page.name} -> {target}"
                if anchor and there.suffix == ".html" and there.parent != site / "slides":
                    assert f'id="{anchor}"' in there.read_text(), f"{page.name} -> {target}"


def test_every_command_is_explained(site):
    text = (site / "generated/commands.html").read_text(encoding="utf-8")
    assert all(f'id="autograder-{name}"' in text for name in COMMANDS)


def test_every_public_name_of_dlkit_is_explained(site):
    for name in (*ORDER, *WITHOUT_TOPIC):
        text = (site / f"generated/api/dlkit.{name}.html").read_text(encoding="utf-8")
        for room in (name, *rooms(name)):
            for thing in getattr(importlib.import_module(f"dlkit.{room}"), "__all__", []):
                assert re.search(rf'id="dlkit\.{name}\.(?:\w+\.)*{thing}"', text), thing


def rooms(name):
    """Return the parts of a package of dlkit."""
    path = getattr(importlib.import_module(f"dlkit.{name}"), "__path__", [])
    return [part.name for part in pkgutil.walk_packages(path, f"{name}.")]


def test_docstrings_are_set_as_fields_and_formulas(site):
    text = (site / "generated/api/dlkit.losses.html").read_text(encoding="utf-8")
    entry = text.partition('id="dlkit.losses.cross_entropy"')[2].partition('<dt class="sig ')[0]
    for piece in ("(N, C)", "scores z, not probabilities", "Returns", "Raises", "Source", "math"):
        assert piece in entry
    assert "    scores" not in entry


def test_the_search_knows_the_lecture_and_the_reference(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\);?\s*", text, re.DOTALL)[1])
    for word in ("huber", "temperatur", "softmax", "feedback"):
        assert word in index["terms"] or word in index["titleterms"], word


def test_the_lecture_has_its_pictures_and_words_for_them(site):
    text = (site / LECTURE).read_text(encoding="utf-8")
    pictures = re.findall(r"<img\b[^>]*>", text)
    assert len(pictures) >= 13
    assert all(re.search(r'alt="[^"]{40,}"', picture) for picture in pictures)
    assert "DemoPanel(" not in text
    assert "Axes:" not in text
