"""What students may well write for the exercises on autodiff, beside the catalogue.

Each answer holds the class as a student types it, in the shape of the notebook's cell.
"""
