"""Pages of rechecks: inside with a login, outside without."""
