"""What people and organisations mean to do after an event, and the results."""
