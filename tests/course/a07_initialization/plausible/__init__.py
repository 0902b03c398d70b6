"""What students may well write for the exercises on initialization, beside the catalogue."""
