"""Reports of people, and the notes of a network."""
