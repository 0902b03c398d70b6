"""What is special to the topic activations."""
