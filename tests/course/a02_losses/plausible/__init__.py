"""What students may well write for the exercises on losses, beside the catalogue."""
