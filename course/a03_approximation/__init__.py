"""Approximation: what a network can be, before anybody asks how it is found."""
