"""Practices and their asks: who is asked what, answers, outcomes."""
