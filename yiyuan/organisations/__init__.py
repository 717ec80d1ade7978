"""Who there is: regions, organisations with dated names, persons, accounts, dated functions, access tokens.

Makes the Actor of a request. Serves the duties of departments, bureaus and named officers in all nine regulations.
"""
