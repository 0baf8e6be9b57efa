"""The editorial instance: log in, write proposals, review them. The public one has none of it."""
