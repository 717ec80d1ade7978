"""Pages of sharing, by noun."""
