"""What comes after an event: actions, what came of it, and who owes whom."""
