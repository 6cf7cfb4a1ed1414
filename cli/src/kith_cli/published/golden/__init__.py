"""Golden messages: one true example of each message, by noun."""
