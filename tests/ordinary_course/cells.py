"""What a notebook's author writes down of a cell: (role, grade_id, points, source)."""

from __future__ import annotations

Cell = tuple[str, str, int, str]
