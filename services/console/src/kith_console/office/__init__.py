"""The consortium, for its office: who is well, what is stuck or overdue, and who runs what together. No people."""
