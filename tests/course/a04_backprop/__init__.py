"""What is special to the topic backprop."""
