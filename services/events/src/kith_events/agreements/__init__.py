"""The agreement on a joint event: proposed, answered, amended, left."""
