"""Draws of places."""
