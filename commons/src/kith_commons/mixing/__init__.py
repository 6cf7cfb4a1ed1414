"""Rounds and tables, so that people meet: a plan, its repair on the day, and what is printed of it. Pure throughout."""
