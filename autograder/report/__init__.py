"""One page about the whole class: marks, exercises, misconceptions, and what needs a look."""
