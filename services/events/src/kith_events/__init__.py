"""Joint events: what bodies agree on, which places there are, and who at home has asked for one."""
