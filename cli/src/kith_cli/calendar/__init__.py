"""`kith calendar`: events that an organisation's own site tells in a feed."""
