"""Whom there is to tell at home, and which of their networks are open."""
