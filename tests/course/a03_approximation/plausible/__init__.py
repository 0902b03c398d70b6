"""What students may well write for the exercises on approximation, beside the catalogue."""
