"""Links by mail with which people sign in to the pages: who gets one, what it says, and that it is good once."""
