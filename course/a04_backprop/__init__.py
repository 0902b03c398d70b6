"""Backpropagation by hand: what is asked, and what a gradient check shows."""
