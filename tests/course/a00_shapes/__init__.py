"""What only shapes claims."""
