"""Facts sent to servers of the organisation, signed, until they are taken."""
