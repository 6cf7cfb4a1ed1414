"""First pages: of a node for everyone, and of each role."""
