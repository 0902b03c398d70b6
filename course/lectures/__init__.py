"""What `make lectures` serves: a list of lectures and demos, and their pages with live demos.

    python -m course.lectures [options of voila]

`topics` finds what there is to show; `pages` writes it into a folder; `contents` is the page that
lists it; `server` is Voila with that list in front. Nothing is loaded from another server.
"""
