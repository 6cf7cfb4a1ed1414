"""Calendars and feeds of events, and one's own calendar."""
