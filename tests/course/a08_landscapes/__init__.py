"""What is special to the topic landscapes."""
