"""What waits for a committee, and what it does in its networks."""
