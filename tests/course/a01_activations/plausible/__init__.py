"""What students may well write for the exercises on activations, beside the catalogue."""
