"""What is taught in a06_optimizers."""
