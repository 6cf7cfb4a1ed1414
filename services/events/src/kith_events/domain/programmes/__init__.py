"""What happens in the parts of an event, who speaks, and the advice on both."""
