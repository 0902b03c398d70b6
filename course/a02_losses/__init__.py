"""Losses: what is asked, and what a gradient makes of it."""
