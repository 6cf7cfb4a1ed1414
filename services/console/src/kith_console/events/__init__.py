"""Events: found by everyone, booked by members."""
