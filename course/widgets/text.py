"""Text that a screen reader is told about: the panel's heading, and a line that changes."""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Heading(anywidget.AnyWidget):
    """The title and the task of a panel. It also names the panel's sliders (see heading.js)."""

    _esm = HERE / "heading.js"
    _css = HERE / "frame.css"
    title = traitlets.Unicode().tag(sync=True)
    task = traitlets.Unicode().tag(sync=True)


class Status(anywidget.AnyWidget):
    """One line of text that is read aloud when it changes."""

    _esm = """
    export default {
      render({ model, el }) {
        const line = document.createElement("div");
        line.setAttribute("role", "status");
        el.append(line);
        const show = () => { line.textContent = model.get("value"); };
        model.on("change:value", show);
        show();
        return () => model.off("change:value", show);
      },
    };
    """
    value = traitlets.Unicode().tag(sync=True)
