"""The books of an event: costs, the account, and who pays whom."""
