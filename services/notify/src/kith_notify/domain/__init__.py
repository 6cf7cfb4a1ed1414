"""The rules of telling: pure functions that decide whom to tell what, once."""
