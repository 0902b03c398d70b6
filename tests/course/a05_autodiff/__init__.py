"""What is special to the topic autodiff."""
