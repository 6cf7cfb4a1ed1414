"""What people and organisations mean to do after an event, and what came of it."""
