"""持证人与用证: who may use which licences, and the holder's own pages: list, showing, authorising, uses.

Not here: licences themselves, their files and the record of a use (licences). Serves Wuhu's licence measures of 2020
and 2016. A holder is no account of a department: the login comes from outside and has a session of its own.
"""
