"""Networks: their charters, parts, listings and feeds."""
