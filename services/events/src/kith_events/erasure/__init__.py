"""Forgetting a person in the events service."""
