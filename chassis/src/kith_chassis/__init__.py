"""What every Kith service shares: the one path of a message, from bytes of a topic to bytes of a topic."""
