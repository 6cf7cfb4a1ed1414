"""The programme: sessions, speakers, entries."""
