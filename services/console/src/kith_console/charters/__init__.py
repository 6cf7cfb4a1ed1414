"""A new network: first those that there are, then a text for the administrator, who alone may charter it."""
