"""What makes the text of an agreement impossible."""
