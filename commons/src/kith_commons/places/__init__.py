"""Places at an event: divided, given, offered, drawn, returned."""
