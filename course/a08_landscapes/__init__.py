"""Landscapes: what is asked about flat places, many dimensions, and the ways out."""
