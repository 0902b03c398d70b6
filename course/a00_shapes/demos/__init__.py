"""Demos of shapes."""

__all__: list[str] = []
