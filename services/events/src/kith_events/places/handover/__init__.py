"""What becomes of the places of an event when its lead changes."""
