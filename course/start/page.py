"""The start page, which JupyterLab shows rendered."""

from collections.abc import Iterable

from course.start.contents import File, Listed

PLACE = "start.md"

TEXT = """# Deep learning, function by function

You rebuild deep learning in small functions, and are told at once what a wrong one shows. All that
lies here is your own copy; nothing has to be downloaded. Every click on a link opens a tab of its
own, and this page stays.
{newer}
## Assignments

{assignments}

## Lectures

{lectures}

## Demos

{demos}

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


def file(listed: Iterable[Listed], kept: Iterable[str]) -> File:
    """Write the start page for these notebooks; of the files `kept` a newer version is out."""
    rooms: dict[str, list[str]] = {"assignments": [], "lectures": [], "demos": []}
    for each in listed:
        remark = f": {each.remark}" if each.remark else ""
        rooms[each.room].append(f"* [{each.title}]({each.place}){remark}")
    shown = {room: "\n".join(lines) or "None yet." for room, lines in rooms.items()}
    places = "\n".join(f"> * `{place}`" for place in kept)
    text = TEXT.format(**shown, newer=NEWER.format(kept=places) if places else "")
    return File(PLACE, text.encode())
