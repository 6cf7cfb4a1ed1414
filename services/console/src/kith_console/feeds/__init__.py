"""Calendars and feeds, at addresses beside the pages."""
