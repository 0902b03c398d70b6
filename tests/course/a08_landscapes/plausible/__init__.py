"""What students may well write for the exercises on landscapes, beside the catalogue."""
