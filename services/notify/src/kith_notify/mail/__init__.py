"""Mails: what they say, their calendar entries, how they are sent."""
