"""What the events service answers over HTTP, one subject a file."""
