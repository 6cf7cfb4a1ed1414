"""Words that leave people out."""
