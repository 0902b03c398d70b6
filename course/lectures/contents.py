"""The page that lists lectures and demos."""

import html
from collections.abc import Iterable
from pathlib import Path
from string import Template

from course.lectures.pages import DEMOS, LECTURE
from course.lectures.topics import Topic

PAGE = Template((Path(__file__).parent / "contents.html").read_text(encoding="utf-8"))
ROW = Template("""\
<li id="$address"><span class="number">$number</span>
<div><h2>$title</h2>$demos</div></li>""")
EMPTY = "<p>There is no lecture yet: course/ has no folder with a lecture.ipynb or with demos.</p>"


def page(topics: Iterable[Topic], base: str = "/") -> str:
    """Return the list as HTML; `base` is the address of the server, with a slash at its end."""
    rows = "\n".join(_row(topic, f"{base}voila/render/{topic.address}") for topic in topics)
    return PAGE.substitute(topics=f"<ol>\n{rows}\n</ol>" if rows else EMPTY)


def _row(topic: Topic, address: str) -> str:
    title = html.escape(topic.title)
    if topic.lecture:
        title = f'<a href="{address}/{LECTURE}">{title}</a>'
    demos = ""
    if topic.demos:
        count = f"{len(topic.demos)} demo{'s' * (len(topic.demos) > 1)}"
        titles = html.escape(" · ".join(topic.demos.values()))
        demos = f'<p><a href="{address}/{DEMOS}">{count}</a>: {titles}</p>'
    number = topic.address.partition("_")[0]
    return ROW.substitute(address=topic.address, number=number, title=title, demos=demos)
