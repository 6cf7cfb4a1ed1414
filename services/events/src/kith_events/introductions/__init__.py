"""Introductions of two people, and facilitators."""
