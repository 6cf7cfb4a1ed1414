"""Forgetting a person in the directory."""
