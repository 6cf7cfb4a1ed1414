"""Networks that several organisations own: the text that they agree on, who leads, and what everyone is told."""
