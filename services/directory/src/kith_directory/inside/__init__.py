"""What is said inside a network."""
