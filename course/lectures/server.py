"""Voila with our list in front of it, cut off from every other server."""

import os
import tempfile
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from voila.app import Voila
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from course.lectures import contents, pages
from course.lectures.topics import topics

# A page that asks another server for a font or a script waits for it, and where that server never
# answers the page stays blank. So every page tells the browser not to ask.
POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "connect-src 'self' data: blob: ws: wss:"
)
TEMPLATES = Path(__file__).parent  # Jupyter looks for voila/templates in it


def serve(options: list[str]) -> None:
    """Serve until it is ended; `options` are those of voila."""
    before = os.environ.get("JUPYTER_PATH")
    places = [str(TEMPLATES), *([before] if before else [])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(places)
    with tempfile.TemporaryDirectory(prefix="lectures-") as folder:
        Lectures.launch_instance([folder, "--template=lecture", "--Voila.ip=127.0.0.1", *options])


class Contents(JupyterHandler):
    """Answers with the list. Each time the pages are laid out anew, so that changes are seen."""

    @web.authenticated
    def get(self) -> None:
        """Send the list."""
        _ = self.xsrf_token  # sets the cookie with which a page that is left may end its kernel
        shown = topics()
        pages.lay_out(shown, Path(self.settings["pages"]))
        self.finish(contents.page(shown, self.base_url))


class Lectures(Voila):
    """Voila without its own list of files, whose page asks another server for a font."""

    def init_settings(self) -> dict[str, Any]:
        """Add the folder of the pages, and what the browser may ask for."""
        headers = {"Content-Security-Policy": POLICY}
        settings: dict[str, Any] = super().init_settings()
        return settings | {"headers": headers, "pages": self.root_dir}

    def init_handlers(self) -> list[Any]:
        """Put our list where Voila's was."""
        theirs = (TornadoVoilaTreeHandler, VoilaContentsHandler)
        kept = [handler for handler in super().init_handlers() if handler[1] not in theirs]
        return [(self.server_url, Contents), *kept]
