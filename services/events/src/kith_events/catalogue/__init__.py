"""The catalogue of the events service in parts: one line a message, one subject a file."""
