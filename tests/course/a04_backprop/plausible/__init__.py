"""What students may well write for the exercises on backpropagation, beside the catalogue."""
