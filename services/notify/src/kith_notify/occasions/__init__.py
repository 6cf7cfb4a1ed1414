"""What people are told of, by occasion."""
