"""What a person means to do after an event, and what came of it."""
