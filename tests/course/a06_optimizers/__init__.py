"""What is special to the topic optimizers."""
