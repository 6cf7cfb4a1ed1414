"""Asks: votes, surveys, elections and the like, as people and organisations answer them."""
