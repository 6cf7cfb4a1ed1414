"""An agreement of several bodies: its stages, who has accepted which clauses, what has changed."""
