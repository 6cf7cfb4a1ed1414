"""The demo: seven organisations hold an event together."""
