"""Networks: found by everyone, joined by members."""
