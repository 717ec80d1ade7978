"""Workbooks taken and given out; spreadsheets mapped, distributed and taken in the background."""
