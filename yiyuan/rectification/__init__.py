"""What follows a confirmed violation: the notice with its term, what the department did, the re-check, the circular,
the government's order, the hand-over; and tasks of supervision. Serves Anhui 43, Wuhu 28 (data) and 23 (licences),
Jiaozuo 36 and 31 to 33 (projects), Liyang 20 and 26.
"""
