"""What is taught in a07_initialization."""
