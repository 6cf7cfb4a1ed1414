"""Advice that blocks nothing: wording, balance, discretion."""
