"""Proposing an event: step by step, kept between steps, read through as a whole, and then sent to its parties."""
