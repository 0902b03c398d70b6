"""What a student wrote, drew or is called can do nothing on a page."""

import base64
from functools import partial
from html.parser import HTMLParser

import pytest

from autograder.feedback import cells, markdown, student
from autograder.model import Record
from autograder.results import outputs
from autograder.results.manual_marks import HumanMark, ManualMarks
from autograder.results.parts import autograded
from autograder.results.released_text import ReleasedText, headings
from tests.autograder import test_feedback_course as build

NOBODY = Record("a", "ada", "n", "", {}, ())
VOID = {"meta", "img", "br", "hr", "link", "input", "col"}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"picture").decode()
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><circle/></svg>",
    '"><iframe src="javascript:alert(1)"></iframe>',
    "</pre></style></main><script>alert(1)</script>",
    "[press](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
    "[press][a]\n\n[a]: data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    '```js" onload=alert(1)\nx\n```',
)


class Page(HTMLParser):
    """A parsed page: its tags with attributes, its text; unbalanced tags are an error."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text, self._open = [], "", []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data

    @property
    def addresses(self):
        named = ("href", "src", "action", "data", "xlink:href", "srcset", "poster")
        return [attrs[name] for _, attrs in self.tags for name in named if attrs.get(name)]


def demand_harmless(source):
    """Demand that a page holds no script, loads nothing and leads nowhere outside."""
    found = Page(source)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "iframe", "object", "embed", "link", "form", "base", "math"}
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on")]
    outside = [a for a in found.addresses if not a.startswith(("#", "data:image/", "../"))]
    assert outside == []
    assert "url(" not in source.partition("</style>")[0]
    return found


def make_page(course, record, cells=(), human=None, released_text=None, penalty=0.0):
    """Make the page of a record and notebook cells, demand it harmless, return it parsed."""
    build.store_notebook(course, record.student, cells)
    manual_marks = ManualMarks(human or {}, penalty)
    page = student.render(
        record, released_text or ReleasedText(), autograded(course, record), manual_marks
    )
    return demand_harmless(page)


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


@pytest.fixture
def made(course):
    return partial(make_page, course)


@pytest.mark.parametrize("markup", HOSTILE)
def test_markup_of_a_student_is_text_everywhere(made, markup):
    shown = [
        {"output_type": "stream", "text": markup},
        {"output_type": "execute_result", "data": {"text/html": markup, "text/plain": markup}},
        {"output_type": "display_data", "data": {"image/svg+xml": markup, "image/png": markup}},
        {"output_type": "display_data", "data": {"application/javascript": markup}},
        {"output_type": "error", "ename": markup, "evalue": markup, "traceback": []},
    ]
    told = build.finding(function=markup, status="failed", title=markup, message=markup)
    exercise = build.exercise(name=markup, mark=0.0, findings=[told])
    cells = [build.graded_cell(markup, mark=0.0, exercises=[exercise]), build.manual_cell(markup)]
    made(
        build.record(
            cells=cells, ending=build.unreadable(markup), repairs=(build.put_back(markup),)
        ),
        [
            build.code(markup, shown, grade_id=markup),
            build.text_cell(markup, grade_id=markup),
            {"cell_type": "raw", "source": markup},
            {"cell_type": markup, "source": [markup], "metadata": markup},
        ],
        {markup: HumanMark(None, markup)},
    )


@pytest.mark.parametrize("markup", HOSTILE[:4])
def test_markup_in_a_students_name_and_in_titles_is_text(markup):
    record = build.record(student=markup)
    demand_harmless(student.render(record, ReleasedText(markup, {"a": markup}, {"b": markup}), {}))


def test_a_link_shows_where_it_leads_and_leads_nowhere():
    assert markdown.render("[a](https://x.org/?q=1&lt=2)") == (
        "<p>a <code>https://x.org/?q=1&amp;lt=2</code></p>\n"
    )


@pytest.mark.parametrize("source", ["[a](#there)", "<https://x.org>"])
def test_a_link_inside_the_notebook_or_a_bare_address_is_said_once(source):
    assert "<code>" not in markdown.render(source)


def test_formulas_keep_their_underscores_and_stars():
    assert "a_1 * b_2 * c_3" in markdown.render("so $a_1 * b_2 * c_3$ it is")


def test_endless_markdown_is_shown_as_it_is():
    assert markdown.render("[" * 30_000) == f"<pre>{'[' * 30_000}</pre>"


def test_pictures_are_shown_only_if_they_are_pictures(made):
    drawn = {"output_type": "display_data", "data": {"image/png": [PNG[:9] + "\n", PNG[9:]]}}
    fake = base64.b64encode(b"<svg onload=alert(1)>").decode()
    false = {"output_type": "display_data", "data": {"image/png": fake}}
    found = made(build.record(), [build.code("draw()", [drawn, false])])
    assert [a for a in found.addresses if a.startswith("data")] == [f"data:image/png;base64,{PNG}"]


def test_a_terminals_colours_and_overwritten_lines_are_removed():
    assert outputs.plain("\x1b[31mred\x1b[0m\r\n 10%\r 99%\rdone\x00\n") == "red\ndone"


def test_a_long_output_is_cut_and_says_so():
    stream = {"output_type": "stream", "text": "x" * (outputs.LONGEST_TEXT + 7)}
    assert outputs.shown([stream])[0].text.endswith("[… 7 more characters]")


def test_a_picture_attached_to_an_answer_is_shown_and_no_other_one():
    shown = markdown.render(
        '![my sketch](attachment:a%20b.png) ![" onload=x](attachment:c.png) ![](https://x/d.png)',
        {"a b.png": outputs.picture({"image/png": PNG})},
    )
    page = Page(str(shown))
    assert [dict(a) for tag, a in page.tags if tag == "img"] == [
        {"src": f"data:image/png;base64,{PNG}", "alt": "my sketch"}
    ]
    assert outputs.picture({"image/png": "AAAA", "image/svg+xml": "<svg/>"}) == ""


def test_a_picture_in_the_words_for_a_picture_is_words():
    inner = '![" onload=alert(1) x="](attachment:a.png)'
    shown = markdown.render(f"![{inner}](attachment:a.png)", {"a.png": f"data:image/png,{PNG}"})
    assert all(set(attrs) == {"src", "alt"} for tag, attrs in Page(str(shown)).tags if tag == "img")


def test_what_would_keep_a_parser_busy_is_shown_as_it_is():
    """Long runs of blanks and long headings are cut, and so much prose is not rendered at all."""
    assert len(markdown.render("# a" + " " * 19_000 + "b")) < 200
    assert len(next(headings("# a" + " " * 90_000 + "b"))[1]) <= 200
    prose = [{"cell_type": "markdown", "source": "*a* " * 4_000, "metadata": {}}] * 40
    shown = cells.shown({"cells": prose}, NOBODY, ReleasedText(), ManualMarks(), ())
    assert [cell.kind for cell in shown] == ["markdown"] * 18 + ["raw"] * 22
