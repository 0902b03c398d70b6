"""The start page, which JupyterLab shows rendered."""

from collections.abc import Iterable, Iterator

from course.start.contents import File
from course.start.term import Assignment, Topic

PLACE = "start.md"

TEXT = """# Deep learning, function by function

You rebuild deep learning in small functions, and are told at once what a wrong one shows. All that
lies here is your own copy; nothing has to be downloaded. Every click on a link opens a tab of its
own, and this page stays.
{newer}
## The term

{term}

Later topics build on the *core* exercises; an *extension* goes deeper and can be left for later.
What your checks say is read from your saved notebooks each time you start.

## How an assignment goes

1. **Run as you read.** *Shift + Enter* runs a cell and goes on to the next. Begin at the top: the
   first cells bring the tools that all others need.
2. **Write** your function where a cell says `# YOUR CODE HERE`: put it in the place of that line
   and of `raise NotImplementedError()`. Then run the cell.
3. **Run the check** below it. It says which of your functions are right, what is wrong with the
   others, and how far you have come. As often as you like: it costs nothing, and nobody counts.
4. **Stuck?** Remove the `#` before `hint(...)` and run that cell. There are three hints for every
   exercise; they open once you have tried, and cost nothing either.
5. **Before you hand in** choose *Kernel → Restart Kernel and Run All Cells*, then press *Validate*
   above the notebook. It lists what is not right yet. Written answers that are still empty are
   listed as failed; once something stands there a person reads them, not this button.
6. **Hand in** the saved notebook as your course tells you. Where it has an exchange folder, that is
   *Nbgrader → Assignment List → Submit*.
7. Later your **feedback** page says, exercise by exercise, what was missed and why.

To go on another day, start again the same way: your work is still here.
"""


NEWER = """
> **A newer version is out** of these files; yours were kept, since you have worked in them. To get
> a new one, rename yours in the list on the left, then end JupyterLab and start it again.
>
{kept}
"""


HEAD = """| | assignment | asks for | by your checks | with it |
|---|---|---|---|---|
"""


def file(topics: Iterable[Topic], kept: Iterable[str]) -> File:
    """Write the start page for these topics; of the files `kept` a newer version is out."""
    rows = "\n".join(row for topic in topics for row in _rows(topic))
    places = "\n".join(f"> * `{place}`" for place in kept)
    newer = NEWER.format(kept=places) if places else ""
    return File(PLACE, TEXT.format(term=HEAD + rows, newer=newer).encode())


def _rows(topic: Topic) -> Iterator[str]:
    """One row for each assignment of a topic; one without any for a topic that has none."""
    number = topic.address[1:3]
    links = {"lecture": topic.lecture, "demos": topic.demos}
    about = topic.address[4:]
    beside = ", ".join(f"[{name} on {about}]({place})" for name, place in links.items() if place)
    for each in topic.assignments:
        cells = (f"[{each.title}]({each.place})", _asked(each), _progress(each), beside)
        yield f"| {number} | {' | '.join(cells)} |"
    if not topic.assignments:
        yield f"| {number} | {about}, not out yet | | | {beside} |"


def _asked(assignment: Assignment) -> str:
    counts = {
        "core": assignment.core,
        "extension": assignment.extensions,
        "written": assignment.written,
    }
    counted = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{counted}: {assignment.points:g} points"


def _progress(assignment: Assignment) -> str:
    if not assignment.earned:
        return "nothing yet"
    right = f"{assignment.right} of {assignment.exercises} right"
    return f"{right}, {assignment.earned:g} points"
