"""Forgetting a person: nothing is told to them any more, and nothing stays of what was."""
