"""What organisations say to each other when they agree on a text word for word, whatever it is about.

Nothing here knows what is agreed on. A kind of subject, such as a joint event, adds a text of its own (`Terms`), and
names the service that keeps it: each message is then one of that service (see `kith_contracts.events.agreements`).
"""
