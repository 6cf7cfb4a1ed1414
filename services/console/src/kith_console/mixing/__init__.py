"""Who sits with whom at an event that the organisation leads: the plan, its repair on the day, cards to print."""
