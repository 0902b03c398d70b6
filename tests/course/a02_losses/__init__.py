"""What is special to the topic losses."""
