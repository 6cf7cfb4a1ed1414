"""Codes: those that open a closed part, and those that a network hands to its delegates."""
