"""What everyone sees of events: open, listed, announced in calendars; and dates that are kept free or clash."""
