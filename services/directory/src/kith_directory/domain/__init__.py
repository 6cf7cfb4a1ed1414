"""The rules of the directory: pure functions of states and messages."""
