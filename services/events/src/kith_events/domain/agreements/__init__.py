"""The text that several organisations accept word for word: its life, its changes, what makes one impossible."""
