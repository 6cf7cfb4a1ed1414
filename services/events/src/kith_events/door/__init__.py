"""The door on the day: check-in, the details that people gave for it, joining online."""
