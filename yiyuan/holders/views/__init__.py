"""The holder's own pages."""
