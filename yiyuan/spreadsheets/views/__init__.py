"""Pages of workbooks and spreadsheets."""
