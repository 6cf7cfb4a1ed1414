"""What happens at an event that the organisation leads, and who speaks; with advice, which blocks nothing."""
