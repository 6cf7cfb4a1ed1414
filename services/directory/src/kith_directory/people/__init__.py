"""People at home in this body, and their memberships."""
