"""What is special to the topic initialization."""
