"""Asks and practices: what a step asks of whom, and how answers become an outcome."""
