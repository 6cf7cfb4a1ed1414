"""The day of an event that the organisation leads: its doors, and who comes."""
