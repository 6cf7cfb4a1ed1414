"""Formats of others: iCalendar, Atom, HTML, times and zones."""
