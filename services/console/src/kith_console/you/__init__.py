"""What a person chooses, what is kept of them, and how they take it away."""
