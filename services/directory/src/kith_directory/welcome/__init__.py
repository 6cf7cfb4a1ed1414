"""Networks in which people of other bodies are welcome, as their host and as their guests' home see them."""
