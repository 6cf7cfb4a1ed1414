"""Inside a network: what is announced, where one talks, round-ups of notices."""
