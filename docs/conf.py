"""The site: ``make docs`` builds it into build/site, without the network."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS / "_ext"), str(DOCS.parent)]

import api  # noqa: E402
import commands  # noqa: E402
import lectures  # noqa: E402
import slides  # noqa: E402

project = "dlkit"
author = "the dlkit authors"
html_title = "dlkit"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docstrings",
    "sphinx.ext.mathjax",
    "myst_nb",
]
exclude_patterns = ["_ext", "_slides", "_static", "images", "generated/extra"]
suppress_warnings = ["config.cache"]

add_module_names = False
autodoc_member_order = "bysource"
autodoc_default_options = {"exclude-members": "set"}  # which matplotlib writes for every artist
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
napoleon_custom_sections = ["Conventions", "Source", ("Attributes", "params_style")]
default_role = "py:obj"

myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # they come with their outputs, see lectures.py
nb_output_stderr = "remove"
nb_merge_streams = True
nb_code_prompt_show = "code"
nb_code_prompt_hide = "code"
nb_ipywidgets_js = {}  # these would come from the network

html_theme = "furo"
html_static_path = ["_static", str(slides.MATHJAX)]
html_css_files = ["site.css"]
html_extra_path = ["generated/extra"]
html_show_search_summary = False  # a file cannot read another file
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
mathjax_path = slides.MATHJAX.name
mathjax3_config = {"options": {"enableMenu": False}}


def generate(app, config):
    """Write the pages that the code itself tells, and the slides."""
    generated = DOCS / "generated"
    commands.write_page(generated)
    api.write_pages(generated / "api")
    lectures.write_pages(generated / "lectures")
    slides.main(generated / "extra/slides")


def setup(app):
    """Generate before anything is looked for."""
    app.connect("config-inited", generate)
