"""What happened, in one order, for the organisation's systems: networks, events and commands, and never people."""
