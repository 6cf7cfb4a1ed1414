"""Offices of a network: offered, held, given up."""
