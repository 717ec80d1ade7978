"""Formal acts of sharing: what each says of an application. What a letter is, and the file, stand in `web`."""
