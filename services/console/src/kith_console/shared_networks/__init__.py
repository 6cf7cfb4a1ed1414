"""A network that several organisations own: its text step by step, and sent to all who would own it."""
