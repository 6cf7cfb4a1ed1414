"""The year of a network: checks, meetings, the yearly return."""
