"""Formal acts as documents: what a letter is, what each says of an application, and the letter as a file."""
