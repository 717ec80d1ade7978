"""The law engine: structured regulations, rule keys, profiles of jurisdictions, and which test proves what.

Owns requirement ids, citations, rule keys and their values by region and date. Does not own calendars (workdays),
deadlines of cases (workflow) or who acts (organisations). Serves all nine regulations; holds no tables.
"""
