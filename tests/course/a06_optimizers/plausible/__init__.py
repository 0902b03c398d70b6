"""What students may well write for the exercises on optimizers, beside the catalogue."""
