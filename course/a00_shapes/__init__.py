"""Shapes: the linear unit, the dense layer, and what data go through before it."""
