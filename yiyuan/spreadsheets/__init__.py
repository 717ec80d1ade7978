"""The catalog as a file: the workbook given out and taken in, and other spreadsheets mapped column by column.

Not its own: the drafts it writes (catalog). Nothing in a file submits, approves or publishes.
"""
