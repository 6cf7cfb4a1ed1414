"""Entry codes of closed parts: who uses them is known at home alone."""
