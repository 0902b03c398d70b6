"""The exceptions of `dlkit`."""


class ShapeError(ValueError):
    """Arrays whose shapes do not fit together, or an array of the wrong number of axes."""
