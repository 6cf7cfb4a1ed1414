"""What each person is told: once for each occasion, in the way that they chose, until it is told or can never be."""
