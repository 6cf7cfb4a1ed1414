"""Pages that gather several rooms: the led event, one's own registrations, the office."""
