"""Keys: those of people, of the day, of boxes, and those with which a body signs."""
