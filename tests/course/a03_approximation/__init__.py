"""What is special to the topic approximation."""
