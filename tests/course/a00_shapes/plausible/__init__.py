"""What students may well write for the exercises on shapes, beside the catalogue."""
