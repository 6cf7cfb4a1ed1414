"""The one path of a message, from bytes of a topic to bytes of a topic: fetch, inbox, load, decide, ledger, relay."""
