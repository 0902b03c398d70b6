"""What is taught about automatic differentiation: exercises, demos and a lecture."""
