"""What `make lab` starts: a desk with a student's own copies, and JupyterLab on it.

    python -m course.start [--desk FOLDER] [options of jupyter lab]

`desk` lays out the files and never overwrites a student's work; `contents` finds what there is to
lay out; `term` tells what each topic asks for and how far the student is; `page` writes the start
page; `settings` shows JupyterLab as a student needs it.
"""
