"""Proposals: step by step, kept between steps, read through as a whole, and then sent. Of an event, or of a network."""
