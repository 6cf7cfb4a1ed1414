"""Agreements: on an event, or on a network that several organisations own. Clauses in plain words, and the answer."""
