"""What answers programs: the ASGI application, its connections, its prepared statements, the record of each call.

The files and the lookups of the room use the same statements and the same record.
"""
