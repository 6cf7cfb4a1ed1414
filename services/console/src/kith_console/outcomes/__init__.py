"""What came of an event, for everyone."""
