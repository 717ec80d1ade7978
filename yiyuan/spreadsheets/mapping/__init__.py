"""A catalog in somebody else's spreadsheet: read as it stands, mapped column by column, taken row by row.

grid: the file as text cells; headings: what columns elsewhere are called; mapping: from columns to fields;
reading: from mapped rows to entries. Pure all of them; `services.sheets` does the writing.
"""
